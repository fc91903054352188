import compress from '@fastify/compress';
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import swagger from '@fastify/swagger';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { fastify, LogController, type RouteOptions } from 'fastify';
import type { ApiServer } from './api-server.ts';
import { requireUser } from './authentication.ts';
import { sayBehind } from './behind-header.ts';
import { serveConsole } from './console-files.ts';
import type { ApiDeps } from './deps.ts';
import { answerError } from './error-answer.ts';
import { refuseForgery } from './forgery-guard.ts';
import { answerNotFound } from './not-found.ts';
import { openapiOptions } from './openapi.ts';
import { ApiProblem } from './problem.ts';
import { ROUTES } from './routes.ts';
import { SECURITY_HEADERS } from './security-headers.ts';
import { compileValidator } from './validator.ts';

/** Builds the HTTP side of the brain, ready to listen or to inject. `onRoute` hears of every route, for tests and logs. */
export async function createApi(deps: ApiDeps, onRoute: (route: RouteOptions) => void = () => {}): Promise<ApiServer> {
  const app: ApiServer = fastify({
    ...(deps.logger === undefined ? {} : { loggerInstance: deps.logger }),
    // URLs are not logged: a sign-in token stands in one.
    logController: new LogController({ disableRequestLogging: true }),
    // A URL that cannot be decoded never reaches a route.
    frameworkErrors: (error, request, reply) => answerError(error, request, reply),
    bodyLimit: 64 * 1024,
    requestTimeout: 30_000,
    // HEAD on /signin would use up the link.
    exposeHeadRoutes: false,
    routerOptions: { maxParamLength: 1000 },
    // Else Fastify loads Ajv beside the compilers that are set below.
    schemaController: { compilersFactory: { buildValidator: unasked, buildSerializer: unasked } },
  }).withTypeProvider<TypeBoxTypeProvider>();

  app.addHook('onRoute', onRoute);
  app.setValidatorCompiler(compileValidator);
  // Response schemas describe and are held by tests; they must not rewrite evidence, which is promised to the byte.
  app.setSerializerCompiler(() => JSON.stringify);
  app.setErrorHandler(answerError);
  app.decorateRequest('user', '');

  await app.register(helmet, SECURITY_HEADERS);
  await app.register(compress, { encodings: ['gzip'], threshold: 1024 });
  await app.register(cookie);
  await app.register(rateLimit, {
    global: false,
    errorResponseBuilder: (_request, { after }) => new ApiProblem(429, `Try again in ${after}.`),
  });
  await app.register(swagger, openapiOptions(deps.version));

  app.addHook('onRequest', async (_request, reply) => void reply.header('cache-control', 'no-store'));
  app.addHook('onRequest', refuseForgery);
  app.addHook('onRequest', requireUser(deps.sessions));
  app.addHook('preHandler', sayBehind(deps));

  for (const route of ROUTES) route(app, deps);
  await serveConsole(app, deps.consoleDirectory);
  app.setNotFoundHandler(answerNotFound(app.hasReplyDecorator('sendFile')));
  await app.ready();
  return app;
}

const unasked = (): never => {
  throw new Error('the API has compilers of its own');
};
