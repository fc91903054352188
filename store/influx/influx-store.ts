import type { SeriesStore } from '../../model/series-store.ts';
import { createConcurrencyLimit } from '../concurrency-limit.ts';
import { InfluxError } from './influx-error.ts';
import { readAggregate } from './read-aggregate.ts';
import { readDeviceMeans } from './read-device-means.ts';
import { readRange } from './read-range.ts';
import { readCatalogue, readLatest } from './read-series.ts';
import { createSeriesWriter } from './series-writer.ts';
import { connectServer } from './server.ts';
import type { StoreAddress } from './store-address.ts';

export interface InfluxStoreOptions {
  readonly address: StoreAddress;
  /** 1.x: `user:password`; 2.x and 3.x: the token; null: none. */
  readonly credential: string | null;
  /** Timeout between two parts of a response. */
  readonly timeoutMillis?: number;
  /** Milliseconds of a monotonic clock, for the interval of checks. */
  readonly now?: () => number;
}

const TIMEOUT_MILLIS = 10_000;
const HEALTH_MILLIS = 2_000;
/** How long closing waits for a write in flight before it is aborted; the write is repeated after the next start. */
const CLOSE_MILLIS = 3_000;

/**
 * Opens the store on an InfluxDB server. Opening sends no request: an unavailable server is reported by the first call,
 * and each call may be repeated. Throws an `InfluxError` only for a credential of the wrong form.
 */
export function openInfluxStore(options: InfluxStoreOptions): SeriesStore {
  const { address, credential, timeoutMillis = TIMEOUT_MILLIS, now = () => performance.now() } = options;
  const server = connectServer({ address, credential, timeoutMillis });
  const writer = createSeriesWriter(server, now);
  const calls = createConcurrencyLimit(1);
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
      calls.run(async () => {
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

  /** Runs a query; if the database does not exist, it is created and the query is repeated once. */
  const read = <T>(ask: () => Promise<T>): Promise<T> =>
    whileOpen(async () => {
      try {
        return await ask();
      } catch (error) {
        if (!(error instanceof InfluxError) || error.fault !== 'missing') throw error;
        await calls.run(() => writer.prepare());
        return await ask();
      }
    });

  const health = async () => {
    if (closing !== null) return { isHealthy: false, detail: 'closed' };
    const trouble = lastFailure ?? writer.lostBecause;
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
    const { promise: timedOut, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, CLOSE_MILLIS);
    await Promise.race([calls.idle(), timedOut]);
    clearTimeout(timer);
    server.close();
    await calls.idle();
  };

  return {
    caps: Object.freeze({ atomicBatch: false, ackDurable: true, ownCursor: true }),
    write: (batch) => inTurn(() => writer.write(batch)),
    cursor: () => inTurn(() => writer.cursor()),
    books: (deviceId) => inTurn(() => writer.books(deviceId)),
    range: (query) => read(() => readRange(server, query)),
    aggregate: (query) => read(() => readAggregate(server, query)),
    deviceMeans: (query) => read(() => readDeviceMeans(server, query)),
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
