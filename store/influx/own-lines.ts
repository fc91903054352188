import { InfluxError } from './influx-error.ts';
import { BEYOND_RETENTION, createLineClient, MAX_LINES } from './line-client.ts';
import type { InfluxServer } from './server.ts';

/** The store's own measurements: progress, books, refused readings. */
export interface OwnLines {
  /** How a measurement of these is named in the FROM of a query. */
  source(measurement: string): string;
  /**
   * Times in milliseconds unless `precision` says nanoseconds. Rejects with an InfluxError: a refusal of these is a
   * fault of the server's.
   */
  send(lines: readonly string[], precision?: 'ms' | 'ns'): Promise<void>;
}

/** `policy`: the retention policy of 1.x in which they lie; null: the default one. */
export function createOwnLines(server: InfluxServer, policy: string | null): OwnLines {
  const clients = {
    ms: createLineClient(server, { policy }),
    ns: createLineClient(server, { policy, precision: 'ns' }),
  };
  return {
    source: (measurement) => (policy === null ? `"${measurement}"` : `"${policy}"."${measurement}"`),
    async send(lines, precision = 'ms') {
      for (let from = 0; from < lines.length; from += MAX_LINES) {
        const refusal = await clients[precision].send(lines.slice(from, from + MAX_LINES));
        if (refusal === null) continue;
        // In a default policy that forgets rows now, they are gone, as if the database were another one.
        const fault = BEYOND_RETENTION.test(refusal.detail) ? 'missing' : 'answer';
        throw new InfluxError(fault, `${server.where} does not take the store's own bookkeeping: ${refusal.detail}`);
      }
    },
  };
}
