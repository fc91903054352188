import type { CityAddress } from './city-address.ts';
import { isFields, textOf } from './fields.ts';

/** The city answered with an HTTP error status. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  /** The city's own sentence (RFC 9457, `detail`); empty when it gave none. */
  readonly detail: string;

  constructor(request: string, status: number, detail: string) {
    super(`${request} answered ${status}${detail === '' ? '' : `: ${detail}`}`);
    this.status = status;
    this.detail = detail;
  }
}

const PATIENCE_MILLIS = 20_000;

/** Requests JSON from the city's API, unparsed. Rejects with an ApiError, or with the network's error. */
export type GetJson = (path: string) => Promise<unknown>;

/** Requests of one city's API. */
export interface ApiClient {
  readonly getJson: GetJson;
  /** Sends JSON; otherwise as `getJson`. */
  readonly postJson: (path: string, body: object) => Promise<unknown>;
}

/** A client of one city's API; `signal` aborts requests in flight. */
export function createApiClient({ apiUrl, apiToken }: CityAddress, signal: AbortSignal): ApiClient {
  async function ask(method: 'GET' | 'POST', path: string, more: RequestInit = {}): Promise<unknown> {
    const answer = await fetch(apiUrl + path, {
      ...more,
      method,
      headers: { ...more.headers, ...bearer(apiToken), accept: 'application/json' },
      signal: AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MILLIS)]),
    });
    if (answer.ok) return answer.json();
    const problem: unknown = await answer.json().catch(() => null);
    const detail = isFields(problem) ? textOf(problem, 'detail') : null;
    throw new ApiError(`${method} ${path}`, answer.status, detail ?? '');
  }
  return {
    getJson: (path) => ask('GET', path),
    postJson: (path, body) =>
      ask('POST', path, {
        body: JSON.stringify(body),
        // The city demands the second header of every change: a page of another site cannot send it.
        headers: { 'content-type': 'application/json', 'x-citynerve': '1' },
      }),
  };
}

/** The Authorization header; none without a token. */
export const bearer = (token: string): Record<string, string> =>
  token === '' ? {} : { authorization: `Bearer ${token}` };
