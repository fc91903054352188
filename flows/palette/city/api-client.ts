import type { CityAddress } from './city-address.ts';

/** The city answered with an HTTP error status. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;

  constructor(path: string, status: number) {
    super(`GET ${path} answered ${status}`);
    this.status = status;
  }
}

const PATIENCE_MILLIS = 20_000;

/** Requests JSON from the city's API, unparsed. Rejects with an ApiError, or with the network's error. */
export type GetJson = (path: string) => Promise<unknown>;

/** A client of one city's API; `signal` aborts requests in flight. */
export function createGetJson({ apiUrl, apiToken }: CityAddress, signal: AbortSignal): GetJson {
  return async function getJson(path) {
    const answer = await fetch(apiUrl + path, {
      headers: { ...bearer(apiToken), accept: 'application/json' },
      signal: AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MILLIS)]),
    });
    if (!answer.ok) {
      await answer.body?.cancel();
      throw new ApiError(path, answer.status);
    }
    return answer.json();
  };
}

/** The Authorization header; none without a token. */
export const bearer = (token: string): Record<string, string> =>
  token === '' ? {} : { authorization: `Bearer ${token}` };
