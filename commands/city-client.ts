import { setTimeout as sleep } from 'node:timers/promises';
import { createApiToken } from '../api/api-token.ts';
import type { DataFolder } from '../city/data-folder.ts';
import { CityRefusal } from './city-refusal.ts';

/** A client of a running city's API, for a program that may read the city's data folder. */
export interface CityClient {
  readonly fetch: (path: string, init?: RequestInit) => Promise<Response>;
  /** GET of a JSON resource; rejects with a `CityRefusal` for any response but 2xx. */
  readonly get: <T>(path: string) => Promise<T>;
  /** Resolves when everything that is durable in the journal at the time of the call is folded and stored. */
  readonly folded: () => Promise<void>;
}

const POLL_MILLIS = 25;
const HOUR_MILLIS = 3_600_000;

/** Host and ports of a city: its API, and the status server of its gateway. */
export interface CityAddress {
  readonly host: string;
  readonly apiPort: number;
  readonly statusPort: number;
}

/**
 * Creates the client, and in the data folder an API token for it that is valid for a day. `where` is called for each
 * request, because a restarted city may have another port.
 */
export function cityClient(folder: DataFolder, where: () => CityAddress, user: string): CityClient {
  const bearer = createApiToken(folder.signin, user, Date.now() + 24 * HOUR_MILLIS);
  const client: CityClient = {
    fetch: (path, init = {}) =>
      fetch(`http://${where().host}:${where().apiPort}${path}`, {
        ...init,
        headers: { authorization: `Bearer ${bearer}`, ...init.headers },
      }),
    async get<T>(path: string) {
      const answer = await client.fetch(path);
      if (!answer.ok) throw new CityRefusal(path, answer.status, await answer.text());
      return (await answer.json()) as T;
    },
    async folded() {
      // Read from the gateway: the brain may not know the newest durable offset yet.
      const metrics = await (await fetch(`http://${where().host}:${where().statusPort}/metrics`)).text();
      const durableOffset = Number(/^citynerve_journal_durable_offset (\d+)$/m.exec(metrics)?.[1]);
      type City = { readonly lag: { readonly foldedOffset: number } };
      if (!Number.isInteger(durableOffset))
        throw new Error('the metrics of the gateway have no durable offset; is it of this version?');
      while ((await client.get<City>('/api/city')).lag.foldedOffset < durableOffset) await sleep(POLL_MILLIS);
    },
  };
  return client;
}
