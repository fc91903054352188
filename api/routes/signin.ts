import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { ApiServer } from '../api-server.ts';
import { personOfRequest } from '../authentication.ts';
import type { ApiDeps } from '../deps.ts';
import { closed } from '../schemas/parts.ts';
import { hashSecret } from '../secret.ts';
import { sessionCookieOf } from '../session-cookie.ts';
import { confirmPage, noLinkPage, refusedPage, SIGNED_IN_PAGE } from '../signin-pages.ts';

const Token = Type.String({ maxLength: 200 });
const page = (description: string) => ({ description, content: { 'text/html': { schema: { type: 'string' } } } });
const REFUSED = page('Wrong, used or expired, and nobody is signed in; says what to do.');
const SIGNED_IN_ALREADY = Type.Null({ description: 'Signed in already; leads to the console.' });

/** GET and POST /signin: the page of a one-time link, and its button, which exchanges it for a session cookie. */
export function signinRoute(app: ApiServer, deps: ApiDeps): void {
  app.register(async (plain) => {
    const scope = plain.withTypeProvider<TypeBoxTypeProvider>();
    scope.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, text, done) =>
      done(null, Object.fromEntries(new URLSearchParams(String(text)))),
    );
    // Under `no-referrer`, which holds elsewhere, browsers send `Origin: null` with a form.
    scope.addHook('onRequest', async (_request, reply) => void reply.header('referrer-policy', 'same-origin'));
    linkPage(scope, deps);
    redeemRoute(scope, deps);
  });
}

/** GET: changes nothing, because chats and mail programs fetch a link for a preview before a person opens it. */
function linkPage(scope: ApiServer, deps: ApiDeps): void {
  scope.get(
    '/signin',
    {
      config: { isOpen: true },
      schema: {
        summary: 'The page of a one-time sign-in link',
        tags: ['session'],
        security: [],
        querystring: closed({ token: Type.Optional(Token) }),
        response: { 200: page('A button that signs in.'), 303: SIGNED_IN_ALREADY, 401: REFUSED },
      },
    },
    async (request, reply) => {
      const { token } = request.query;
      const user = token === undefined ? null : deps.sessions.userOfLink(token);
      if (token === undefined || user === null)
        return refuse(request, reply, deps, token === undefined ? noLinkPage : refusedPage);
      return html(reply).send(confirmPage(user, token));
    },
  );
}

/** POST: uses the link up. The limit counts by account, and by link where it belongs to none: never by address. */
function redeemRoute(scope: ApiServer, deps: ApiDeps): void {
  const countedAs = ({ body }: FastifyRequest): string => {
    const { token } = body as { readonly token: string };
    const user = deps.sessions.userOfLink(token);
    return user === null ? `link ${hashSecret(token)}` : `user ${user}`;
  };
  const rateLimit = { max: 10, timeWindow: 60_000, hook: 'preHandler', keyGenerator: countedAs } as const;
  scope.post(
    '/signin',
    {
      config: { isOpen: true, isForm: true, rateLimit },
      schema: {
        summary: 'Exchange a one-time sign-in link for a session',
        tags: ['session'],
        security: [],
        consumes: ['application/x-www-form-urlencoded'],
        body: closed({ token: Token }),
        response: { 200: page('Signed in; leads to the console.'), 303: SIGNED_IN_ALREADY, 401: REFUSED },
      },
    },
    async (request, reply) => {
      const redeemed = deps.sessions.redeem(request.body.token);
      if (redeemed === null) return refuse(request, reply, deps, refusedPage);
      reply.setCookie(sessionCookieOf(request), redeemed.session, {
        path: '/',
        httpOnly: true,
        sameSite: 'strict',
        secure: deps.isHttps,
        maxAge: redeemed.maxAgeSeconds,
      });
      return html(reply).send(SIGNED_IN_PAGE);
    },
  );
}

const html = (reply: FastifyReply): FastifyReply => reply.type('text/html; charset=utf-8');

const refuse = (
  request: FastifyRequest,
  reply: FastifyReply,
  deps: ApiDeps,
  pageFor: (command: ApiDeps['command']) => string,
): FastifyReply =>
  personOfRequest(request, deps.sessions) === null
    ? html(reply).code(401).send(pageFor(deps.command))
    : reply.redirect('/', 303);
