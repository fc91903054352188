import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Caller, Sessions } from './deps.ts';
import { isSafe } from './forgery-guard.ts';
import { ApiProblem } from './problem.ts';

/** Name of the session cookie. */
export const SESSION_COOKIE = 'citynerve_session';

/**
 * The user of a request, by cookie or Bearer token; null if neither is valid. With a Bearer token the cookie is
 * ignored.
 */
export const userOfRequest = (request: FastifyRequest, sessions: Sessions): string | null =>
  callerOfRequest(request, sessions)?.user ?? null;

/** The user of a request with a session cookie; null without one, and for requests with a Bearer token. */
export function personOfRequest(request: FastifyRequest, sessions: Sessions): string | null {
  const session = request.cookies[SESSION_COOKIE];
  return session === undefined || request.headers.authorization !== undefined ? null : sessions.userOf(session);
}

/**
 * Returns the hook that refuses requests without a valid session or token (401) on every route that is not marked as
 * open, and changes with a token of scope `read` (403).
 */
export function requireUser(sessions: Sessions) {
  return async function requireUserHook(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const { isOpen, isEditor } = request.routeOptions.config;
    if (request.is404 || isOpen === true) return;
    if (isEditor === true) {
      request.user = personOfRequest(request, sessions) ?? '';
      if (request.user === '')
        throw new ApiProblem(401, 'Run `npx citynerve signin` and open the link in this browser.');
      return;
    }
    const caller = callerOfRequest(request, sessions);
    if (caller === null) {
      reply.header('www-authenticate', 'Bearer realm="citynerve"');
      throw new ApiProblem(401, 'Run `npx citynerve signin` for a sign-in link, or send a Bearer token.');
    }
    if (!caller.mayChange && !isSafe(request)) {
      throw new ApiProblem(403, 'This token may only read; a change needs a token without that limit, or a session.');
    }
    request.user = caller.user;
  };
}

function callerOfRequest(request: FastifyRequest, sessions: Sessions): Caller | null {
  const { authorization } = request.headers;
  if (authorization !== undefined) {
    const [, token] = /^Bearer ([\w.~+/=-]+)$/i.exec(authorization) ?? [];
    return token === undefined ? null : sessions.callerOfBearer(token);
  }
  const user = personOfRequest(request, sessions);
  return user === null ? null : { user, mayChange: true };
}
