import { setTimeout as sleep } from 'node:timers/promises';
import { createApiToken } from '../api/api-token.ts';
import type { DataFolder } from '../city/data-folder.ts';

/** A running city, spoken to over its API by somebody who may read its data folder. */
export interface CityClient {
  readonly fetch: (path: string, init?: RequestInit) => Promise<Response>;
  /** GET as JSON; fails with the problem's text on any answer but 2xx. */
  readonly get: <T>(path: string) => Promise<T>;
  /** Resolves when everything that is durable now has been folded and stored. */
  readonly folded: () => Promise<void>;
}

const ASK_AGAIN_MILLIS = 25;
const HOUR_MILLIS = 3_600_000;

/** Where a city answers: its API, and the status page of its gateway. */
export interface CityAddress {
  readonly host: string;
  readonly apiPort: number;
  readonly statusPort: number;
}

/** Makes a token of its own in the data folder, good for a day. `where` is asked each time, since a city may come back elsewhere. */
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
      if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
      return (await answer.json()) as T;
    },
    async folded() {
      // The gateway's own word: the brain may not have heard yet of what has just been acknowledged.
      const metrics = await (await fetch(`http://${where().host}:${where().statusPort}/metrics`)).text();
      const durableOffset = Number(/^citynerve_journal_durable_offset (\d+)$/m.exec(metrics)?.[1]);
      type City = { readonly lag: { readonly foldedOffset: number } };
      if (!Number.isInteger(durableOffset)) throw new Error('the gateway does not say how far its journal is durable');
      while ((await client.get<City>('/api/city')).lag.foldedOffset < durableOffset) await sleep(ASK_AGAIN_MILLIS);
    },
  };
  return client;
}
