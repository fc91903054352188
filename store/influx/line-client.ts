import { HttpError, InfluxDB } from '@influxdata/influxdb-client';
import type { PartialAnswer } from './bisect-lines.ts';
import { errorOfAnswer, faultOf, InfluxError, wordsOf } from './influx-error.ts';
import type { InfluxServer } from './server.ts';

/** Limit of lines in one request, because of the server's timeout and to keep a refused request small. */
export const MAX_LINES = 5_000;
export const MAX_CHARS = 8_000_000;

/** What 1.x says of points that are older than their retention policy keeps. */
export const BEYOND_RETENTION = /beyond retention policy/i;

const GZIP_FROM_BYTES = 1_000;
const LINES_AT_FAULT = /partial write|unable to parse|parsing failed|field type conflict/i;

/** Writes through the official client, one request at a time. */
export interface LineClient {
  /**
   * Sends at most `MAX_LINES` lines. Resolves with null when all are stored, with the answer when some were dropped;
   * rejects with an `InfluxError` otherwise.
   */
  send(lines: readonly string[]): Promise<PartialAnswer | null>;
}

/**
 * The client in the one way that loses nothing: no timers, no retries, no buffer that could overflow; a flush sends
 * what was just given and tells how it went. `precision` is that of the lines' times, `policy` the retention policy of
 * 1.x that they go to; null: the default one.
 */
export function createLineClient(
  server: InfluxServer,
  { precision = 'ms', policy = null }: { readonly precision?: 'ms' | 'ns'; readonly policy?: string | null } = {},
): LineClient {
  const { address, url, headers, timeoutMillis, writeAgent, where } = server;
  const influx = new InfluxDB({
    url,
    // The client's own option for a token supports only the scheme of 2.x.
    headers: { ...headers },
    timeout: timeoutMillis,
    transportOptions: { agent: writeAgent },
  });
  const api = influx.getWriteApi(address.org ?? '', address.database, precision, {
    // More than is ever given, so that only `flush` sends.
    batchSize: MAX_LINES + 1,
    maxBatchBytes: Number.MAX_SAFE_INTEGER,
    flushInterval: 0,
    maxRetries: 0,
    gzipThreshold: GZIP_FROM_BYTES,
    // Without this, the client writes to the console.
    writeFailed: (error) => Promise.reject(error),
  });
  if (address.version === 1) {
    const inPolicy = policy === null ? '' : `&rp=${encodeURIComponent(policy)}`;
    api.path = `/write?db=${encodeURIComponent(address.database)}${inPolicy}&precision=${precision}`;
  }

  return {
    async send(lines) {
      if (lines.length > MAX_LINES) throw new RangeError(`${lines.length} lines in one request`);
      for (const line of lines) api.writeRecord(line);
      try {
        await api.flush();
        return null;
      } catch (error) {
        if (error instanceof HttpError) return partialAnswer(error, where);
        // The client does not close the socket of a request that timed out.
        server.dropWrites();
        throw faultOf(where, error);
      }
    },
  };
}

function partialAnswer(error: HttpError, where: string): PartialAnswer {
  const { statusCode: status } = error;
  const words = wordsOf(error.body ?? error.message);
  if (status === 413) return { detail: 'the line is too long for the server', dropped: null, measurement: null };
  const fault = errorOfAnswer(where, status, words);
  // Anything else that is a 400 (a proxy's, say) is no judgement on lines: they would all be set aside.
  if ((status !== 400 && status !== 422) || fault.fault !== 'answer' || !LINES_AT_FAULT.test(words)) throw fault;
  const dropped = / dropped=(\d+)/.exec(words)?.[1];
  return {
    detail: `InfluxDB says: ${words.replace(/ dropped=\d+/, '').slice(0, 500)}`,
    // For lines that it cannot parse, 1.x always reports 0.
    dropped: dropped === undefined || dropped === '0' ? null : Number(dropped),
    measurement: /on measurement "([^"]+)"/.exec(words)?.[1] ?? null,
  };
}

/** Whether the server may still carry out the failed request. */
export const isUncertain = (error: unknown): boolean => error instanceof InfluxError && error.status === null;
