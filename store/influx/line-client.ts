import { HttpError, InfluxDB } from '@influxdata/influxdb-client';
import type { PartialAnswer } from './bisect-lines.ts';
import { errorOfAnswer, faultOf, InfluxError, wordsOf } from './influx-error.ts';
import type { InfluxServer } from './server.ts';

/** Lines in one request: with the server's timeout in mind, and so that a refused heap is small. */
export const MAX_LINES = 5_000;
export const MAX_CHARS = 8_000_000;

const GZIP_FROM_BYTES = 1_000;
const LINES_AT_FAULT = /partial write|unable to parse|parsing failed|field type conflict/i;

/** Writes through the official client, one request at a time. */
export interface LineClient {
  /**
   * Resolves when the server has taken the lines (null) or dropped some (why); rejects with an InfluxError otherwise.
   * At most MAX_LINES.
   */
  send(lines: readonly string[]): Promise<PartialAnswer | null>;
}

/**
 * The client in the one way that loses nothing: no timers, no retries, no buffer that could overflow; a flush sends
 * what was just given and tells how it went. `precision` is that of the lines' times.
 */
export function createLineClient(server: InfluxServer, precision: 'ms' | 'ns' = 'ms'): LineClient {
  const { address, url, headers, timeoutMillis, writeAgent, where } = server;
  const influx = new InfluxDB({
    url,
    // The client's own token would go in the scheme of 2.x only.
    headers: { ...headers },
    timeout: timeoutMillis,
    transportOptions: { agent: writeAgent },
  });
  const api = influx.getWriteApi(address.org ?? '', address.database, precision, {
    // One more than is ever given: nothing is sent but by flush.
    batchSize: MAX_LINES + 1,
    maxBatchBytes: Number.MAX_SAFE_INTEGER,
    flushInterval: 0,
    maxRetries: 0,
    gzipThreshold: GZIP_FROM_BYTES,
    // Else the client writes to the console.
    writeFailed: (error) => Promise.reject(error),
  });
  if (address.version === 1) api.path = `/write?db=${encodeURIComponent(address.database)}&precision=${precision}`;

  return {
    async send(lines) {
      if (lines.length > MAX_LINES) throw new RangeError(`${lines.length} lines in one request`);
      for (const line of lines) api.writeRecord(line);
      try {
        await api.flush();
        return null;
      } catch (error) {
        if (error instanceof HttpError) return partialAnswer(error, where);
        // The client leaves the socket of a request open that it has given up.
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
    // Of lines that it cannot read, 1.x always counts none.
    dropped: dropped === undefined || dropped === '0' ? null : Number(dropped),
    measurement: /on measurement "([^"]+)"/.exec(words)?.[1] ?? null,
  };
}

/** Whether the server may still carry out what was given up. */
export const isUncertain = (error: unknown): boolean => error instanceof InfluxError && error.status === null;
