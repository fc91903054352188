import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ApiDeps, Caller, Sessions } from './deps.ts';
import { isSafe } from './forgery-guard.ts';
import { ApiProblem } from './problem.ts';
import { sessionCookieOf } from './session-cookie.ts';
import { TOKEN_SCOPES } from './session-file.ts';

const REALM = 'Bearer realm="citynerve"';

/**
 * The user of a request, by cookie or Bearer token; null if neither is valid. With a Bearer token the cookie is
 * ignored.
 */
export const userOfRequest = (request: FastifyRequest, sessions: Sessions): string | null =>
  callerOfRequest(request, sessions)?.user ?? null;

/** The user of a request with a session cookie; null without one, and for requests with a Bearer token. */
export function personOfRequest(request: FastifyRequest, sessions: Sessions): string | null {
  const session = request.cookies[sessionCookieOf(request)];
  return session === undefined || request.headers.authorization !== undefined ? null : sessions.userOf(session);
}

/**
 * Returns the hook that refuses requests without a valid session or token (401) on every route that is not marked as
 * open, and requests outside the scopes of the token (403): `act` for a change, else `read`. Challenges as in RFC 6750.
 */
export function requireUser({ sessions, command }: Pick<ApiDeps, 'sessions' | 'command'>) {
  return async function requireUserHook(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const { isOpen, isEditor } = request.routeOptions.config;
    if (request.is404 || isOpen === true) return;
    if (isEditor === true) {
      request.user = personOfRequest(request, sessions) ?? '';
      if (request.user === '')
        throw new ApiProblem(401, `Run \`${command('signin')}\` and open the link in this browser.`);
      return;
    }
    const caller = callerOfRequest(request, sessions);
    if (caller === null) {
      const hasToken = request.headers.authorization !== undefined;
      reply.header('www-authenticate', hasToken ? `${REALM}, error="invalid_token"` : REALM);
      throw new ApiProblem(401, (hasToken ? badToken : nobody)(command));
    }
    const scope = isSafe(request) ? 'read' : 'act';
    if (!caller.scopes.includes(scope)) {
      reply.header('www-authenticate', `${REALM}, error="insufficient_scope", scope="${scope}"`);
      request.log.warn({ user: caller.user, scope, route: request.routeOptions.url }, 'refused: outside its scopes');
      const has = caller.scopes.join(', ') || 'none';
      throw new ApiProblem(403, `This needs a token of scope "${scope}"; this one has ${has}.`, 'authorization');
    }
    request.user = caller.user;
  };
}

const nobody = (command: ApiDeps['command']) =>
  `Run \`${command('signin')}\` for a sign-in link, or send a Bearer token.`;
const badToken = (command: ApiDeps['command']) =>
  'The header Authorization has no token that is valid: it is wrong, expired or revoked. ' +
  `Make one with \`${command('token create NAME')}\`, or sign in with \`${command('signin')}\`.`;

function callerOfRequest(request: FastifyRequest, sessions: Sessions): Caller | null {
  const { authorization } = request.headers;
  if (authorization !== undefined) {
    const [, token] = /^Bearer ([\w.~+/=-]+)$/i.exec(authorization) ?? [];
    return token === undefined ? null : sessions.callerOfBearer(token);
  }
  const user = personOfRequest(request, sessions);
  return user === null ? null : { user, scopes: TOKEN_SCOPES };
}
