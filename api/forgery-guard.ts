import type { FastifyRequest } from 'fastify';
import { ApiProblem } from './problem.ts';

/** Methods that change nothing (RFC 9110, 9.2.1). */
const SAFE_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses a change that another site could have made the browser ask for. A foreign page cannot set the header without a
 * preflight, which nobody here answers; the origin is compared as well because it costs one line.
 */
export async function refuseForgery(request: FastifyRequest): Promise<void> {
  if (request.routeOptions.config.isEditor === true) return refuseForeignOrigin(request);
  if (isSafe(request)) return;
  if (request.headers['x-citynerve'] !== '1') {
    throw new ApiProblem(403, 'A request that changes something carries the header "x-citynerve: 1".', 'x-citynerve');
  }
  const { origin, host } = request.headers;
  if (origin !== undefined && hostOf(origin) !== host) {
    throw new ApiProblem(403, `The page at ${origin} is not this city's page.`, 'origin');
  }
}

/** Whether a request changes nothing by its method. */
export const isSafe = (request: FastifyRequest): boolean => SAFE_METHODS.has(request.method);

/**
 * For an editor that cannot send our header: browsers name the origin in every change and every WebSocket, and no page can forge it, so
 * one that is missing is as wrong as a foreign one.
 */
function refuseForeignOrigin({ method, headers: { origin, host, upgrade } }: FastifyRequest): void {
  if (SAFE_METHODS.has(method) && upgrade === undefined) return;
  if (origin === undefined || hostOf(origin) !== host) {
    throw new ApiProblem(403, `This changes something and does not come from this city's page (${origin}).`, 'origin');
  }
}

// Only the host: behind a TLS proxy the scheme of the page is not the one that we speak.
const hostOf = (origin: string): string | null => (URL.canParse(origin) ? new URL(origin).host : null);
