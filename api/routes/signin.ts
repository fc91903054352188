import { Type } from 'typebox';
import type { ApiServer } from '../api-server.ts';
import { SESSION_COOKIE } from '../authentication.ts';
import type { ApiDeps } from '../deps.ts';
import { closed } from '../schemas/parts.ts';
import { REFUSED_PAGE, SIGNED_IN_PAGE } from '../signin-pages.ts';

const Query = closed({ token: Type.Optional(Type.String({ maxLength: 200 })) });
const page = (description: string) => ({ description, content: { 'text/html': { schema: { type: 'string' } } } });

/** GET /signin: exchanges the token of a one-time link for a session cookie. */
export function signinRoute(app: ApiServer, deps: ApiDeps): void {
  app.get(
    '/signin',
    {
      config: { isOpen: true, rateLimit: { max: 10, timeWindow: 60_000 } },
      schema: {
        summary: 'Open a one-time sign-in link',
        tags: ['session'],
        security: [],
        querystring: Query,
        response: { 200: page('Signed in; leads to the console.'), 401: page('Wrong, used or expired.') },
      },
    },
    async ({ query: { token } }, reply) => {
      reply.type('text/html; charset=utf-8');
      const redeemed = token === undefined ? null : deps.sessions.redeem(token);
      if (redeemed === null) return reply.code(401).send(REFUSED_PAGE);
      reply.setCookie(SESSION_COOKIE, redeemed.session, {
        path: '/',
        httpOnly: true,
        sameSite: 'strict',
        secure: deps.isHttps,
        maxAge: redeemed.maxAgeSeconds,
      });
      return reply.send(SIGNED_IN_PAGE);
    },
  );
}
