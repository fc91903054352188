import { InfluxError } from './influx-error.ts';
import { createLineClient, MAX_LINES } from './line-client.ts';
import type { InfluxServer } from './server.ts';

/** Sends lines of the store's own measurements: progress, books, refused readings. */
export interface OwnLines {
  /**
   * Times in milliseconds unless `precision` says nanoseconds. Rejects with an InfluxError: a refusal of these is a
   * fault of the server's.
   */
  send(lines: readonly string[], precision?: 'ms' | 'ns'): Promise<void>;
}

export function createOwnLines(server: InfluxServer): OwnLines {
  const clients = { ms: createLineClient(server), ns: createLineClient(server, 'ns') };
  return {
    async send(lines, precision = 'ms') {
      for (let from = 0; from < lines.length; from += MAX_LINES) {
        const refusal = await clients[precision].send(lines.slice(from, from + MAX_LINES));
        if (refusal === null) continue;
        throw new InfluxError('answer', `${server.where} does not take the store's own bookkeeping: ${refusal.detail}`);
      }
    },
  };
}
