import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Sessions } from './deps.ts';
import { ApiProblem } from './problem.ts';

/** Name of the session cookie. */
export const SESSION_COOKIE = 'citynerve_session';

/** The user who asks, by cookie or Bearer token; null when nobody is known. A wrong Bearer token is not saved by a cookie. */
export function userOfRequest(request: FastifyRequest, sessions: Sessions): string | null {
  const { authorization } = request.headers;
  if (authorization !== undefined) {
    const [, token] = /^Bearer ([\w.~+/=-]+)$/i.exec(authorization) ?? [];
    return token === undefined ? null : sessions.userOfBearer(token);
  }
  const session = request.cookies[SESSION_COOKIE];
  return session === undefined ? null : sessions.userOf(session);
}

/** Closed unless a route says that it is open: a forgotten route answers 401, not data. */
export function requireUser(sessions: Sessions) {
  return async function requireUserHook(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    if (request.is404 || request.routeOptions.config.isOpen === true) return;
    const user = userOfRequest(request, sessions);
    if (user === null) {
      reply.header('www-authenticate', 'Bearer realm="citynerve"');
      throw new ApiProblem(401, 'Run `npx citynerve signin` for a sign-in link, or send a Bearer token.');
    }
    request.user = user;
  };
}
