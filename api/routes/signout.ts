import { Type } from 'typebox';
import type { ApiServer } from '../api-server.ts';
import { SESSION_COOKIE } from '../authentication.ts';
import type { ApiDeps } from '../deps.ts';

/** POST /api/signout: ends the session for all pages that share its cookie. */
export function signoutRoute(app: ApiServer, deps: ApiDeps): void {
  app.post(
    '/api/signout',
    {
      schema: { summary: 'Sign out', tags: ['session'], response: { 204: Type.Null({ description: 'Signed out.' }) } },
    },
    async (request, reply) => {
      const session = request.cookies[SESSION_COOKIE];
      if (session !== undefined) deps.sessions.end(session);
      return reply.clearCookie(SESSION_COOKIE, { path: '/' }).code(204).send(null);
    },
  );
}
