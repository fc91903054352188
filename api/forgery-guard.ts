import type { FastifyRequest } from 'fastify';
import { ApiProblem } from './problem.ts';

/** Methods that change nothing (RFC 9110, 9.2.1). */
const SAFE_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses cross-site request forgery: a change that a page of another site could have made the browser send. Such a
 * page cannot set the headers `x-citynerve` or `authorization` without a CORS preflight, which is never granted; with
 * the latter the cookie is ignored, so a program that sends a Bearer token needs nothing else. The origin is compared
 * as well.
 */
export async function refuseForgery(request: FastifyRequest): Promise<void> {
  const { isEditor, isForm } = request.routeOptions.config;
  if (isEditor === true) return refuseForeignOrigin(request);
  if (isSafe(request)) return;
  const { origin, host, authorization } = request.headers;
  const hasHeader = request.headers['x-citynerve'] === '1' || authorization !== undefined;
  if (!hasHeader && isForm !== true) {
    throw new ApiProblem(403, 'A request that changes something carries the header "x-citynerve: 1".', 'x-citynerve');
  }
  if (origin !== undefined && hostOf(origin) !== host) {
    throw new ApiProblem(403, `The page at ${origin} is not this city's page.`, 'origin');
  }
}

/** Whether a request changes nothing by its method. */
export const isSafe = (request: FastifyRequest): boolean => SAFE_METHODS.has(request.method);

/**
 * For the Node-RED editor, which does not send the header. Browsers send the origin with every change and every
 * WebSocket handshake, and a page cannot forge it; therefore a missing origin is refused like a foreign one.
 */
function refuseForeignOrigin({ method, headers: { origin, host, upgrade } }: FastifyRequest): void {
  if (SAFE_METHODS.has(method) && upgrade === undefined) return;
  if (origin === undefined || hostOf(origin) !== host) {
    throw new ApiProblem(403, `This changes something and does not come from this city's page (${origin}).`, 'origin');
  }
}

// Only the host is compared: behind a TLS proxy the scheme of the page differs from that of this server.
const hostOf = (origin: string): string | null => (URL.canParse(origin) ? new URL(origin).host : null);
