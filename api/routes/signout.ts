import { Type } from 'typebox';
import type { ApiServer } from '../api-server.ts';
import type { ApiDeps } from '../deps.ts';
import { sessionCookieOf } from '../session-cookie.ts';

/** POST /api/signout: ends the session for all pages that share its cookie. */
export function signoutRoute(app: ApiServer, deps: ApiDeps): void {
  app.post(
    '/api/signout',
    {
      schema: { summary: 'Sign out', tags: ['session'], response: { 204: Type.Null({ description: 'Signed out.' }) } },
    },
    async (request, reply) => {
      const session = request.cookies[sessionCookieOf(request)];
      if (session !== undefined) deps.sessions.end(session);
      return reply.clearCookie(sessionCookieOf(request), { path: '/' }).code(204).send(null);
    },
  );
}
