import type { SeriesStore } from '../../model/series-store.ts';
import { createConcurrencyLimit } from '../concurrency-limit.ts';
import { InfluxError } from './influx-error.ts';
import { readAggregate } from './read-aggregate.ts';
import { readRange } from './read-range.ts';
import { readCatalogue, readLatest } from './read-series.ts';
import { createSeriesWriter } from './series-writer.ts';
import { connectServer } from './server.ts';
import type { StoreAddress } from './store-address.ts';

export interface InfluxStoreOptions {
  readonly address: StoreAddress;
  /** 1.x: `user:password`; 2.x and 3.x: the token; null where the server asks for none. */
  readonly credential: string | null;
  /** How long one request may go without a word from the server. */
  readonly timeoutMillis?: number;
  /** Milliseconds that only grow; decides how often the database is looked at, never what is in it. */
  readonly now?: () => number;
}

const TIMEOUT_MILLIS = 10_000;
const HEALTH_MILLIS = 2_000;
/**
 * How long a close waits for a write under way before it is cut off: it would be written again after the next start.
 */
const CLOSE_MILLIS = 3_000;

/**
 * The store on an InfluxDB server. Opening asks the server for nothing: a server that is away is heard of with the
 * first call, and each call may be made again. Throws an InfluxError only when the credential cannot be one.
 */
export function openInfluxStore(options: InfluxStoreOptions): SeriesStore {
  const { address, credential, timeoutMillis = TIMEOUT_MILLIS, now = () => performance.now() } = options;
  const server = connectServer({ address, credential, timeoutMillis });
  const writer = createSeriesWriter(server, now);
  const lane = createConcurrencyLimit(1);
  let lastFailure: string | null = null;
  let closing: Promise<void> | null = null;

  const whileOpen = async <T>(answer: () => Promise<T>): Promise<T> => {
    if (closing !== null) throw closed();
    try {
      return await answer();
    } catch (error) {
      throw closing === null ? error : closed(error);
    }
  };
  const closed = (cause?: unknown) => new Error(`the store on ${server.where} is closed`, { cause });

  const inTurn = <T>(work: () => Promise<T>): Promise<T> =>
    whileOpen(() =>
      lane.run(async () => {
        if (closing !== null) throw closed();
        try {
          const answer = await work();
          lastFailure = null;
          return answer;
        } catch (error) {
          lastFailure = (error as Error).message;
          throw error;
        }
      }),
    );

  /** A database that nobody has written to yet is made; one that has vanished since is an error. */
  const read = <T>(ask: () => Promise<T>): Promise<T> =>
    whileOpen(async () => {
      try {
        return await ask();
      } catch (error) {
        if (!(error instanceof InfluxError) || error.fault !== 'missing') throw error;
        await lane.run(() => writer.prepare());
        return await ask();
      }
    });

  const health = async () => {
    if (closing !== null) return { isHealthy: false, detail: 'closed' };
    const trouble = writer.lostBecause ?? lastFailure;
    if (trouble !== null) return { isHealthy: false, detail: trouble };
    try {
      const timeout = Math.min(HEALTH_MILLIS, timeoutMillis);
      const { headers } = await server.call({ method: 'GET', path: '/ping', timeoutMillis: timeout });
      const version = headers['x-influxdb-version'] ?? `${address.version}.x`;
      const upTo = writer.nextOffset === null ? '' : `, journal folded up to offset ${writer.nextOffset}`;
      return { isHealthy: true, detail: `${server.where}: version ${version}${upTo}` };
    } catch (error) {
      return { isHealthy: false, detail: (error as Error).message };
    }
  };

  const close = async () => {
    const { promise: patienceEnds, resolve } = Promise.withResolvers<void>();
    const patience = setTimeout(resolve, CLOSE_MILLIS);
    await Promise.race([lane.idle(), patienceEnds]);
    clearTimeout(patience);
    server.close();
    await lane.idle();
  };

  return {
    caps: Object.freeze({ atomicBatch: false, ackDurable: true, ownCursor: true }),
    write: (batch) => inTurn(() => writer.write(batch)),
    cursor: () => inTurn(() => writer.cursor()),
    books: (deviceId) => inTurn(() => writer.books(deviceId)),
    range: (query) => read(() => readRange(server, query)),
    aggregate: (query) => read(() => readAggregate(server, query)),
    latest: (deviceIds) => read(() => readLatest(server, deviceIds)),
    catalogue: () => read(() => readCatalogue(server)),
    health,
    settle: () => whileOpen(async () => undefined),
    close: () => {
      closing ??= close();
      return closing;
    },
  };
}
