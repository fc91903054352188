import type { NodeAPI } from 'node-red';
import { ApiError } from './api-client.ts';
import { CITY_TEXTS } from './catalogue.ts';

const TOO_MANY_REQUESTS = 429;
const SERVER_ERROR = 500;

/**
 * The error of a node whose request of the city's API failed: a sentence that says why and what to do, and `code`, the
 * HTTP status, or 0 when the city did not answer. A catch node has both in `msg.error`.
 */
export function apiTrouble(RED: Pick<NodeAPI, '_'>, cause: unknown): Error {
  const status = cause instanceof ApiError ? cause.status : 0;
  const detail = cause instanceof ApiError ? cause.detail : reasonOf(cause);
  const text = RED._(`${CITY_TEXTS}.trouble.${kindOf(status)}`, { detail: detail || `HTTP ${status}` });
  // Node-RED shows an error as text; the prefix `Error: ` does not help a person.
  return Object.assign(new Error(text), { name: '', code: status });
}

function kindOf(status: number): string {
  if (status === 0) return 'no-answer';
  if (status === 401) return 'token';
  if (status === 403) return 'scope';
  return status === TOO_MANY_REQUESTS || status >= SERVER_ERROR ? 'unavailable' : 'refused';
}

/** `fetch` hides the network's error in the cause of its own. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
