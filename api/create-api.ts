import compress from '@fastify/compress';
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import swagger from '@fastify/swagger';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { fastify, LogController, type RouteOptions } from 'fastify';
import type { ApiServer } from './api-server.ts';
import { requireUser } from './authentication.ts';
import { setBehindHeader } from './behind-header.ts';
import { answerClientError } from './client-error.ts';
import { serveConsole } from './console-files.ts';
import type { ApiDeps } from './deps.ts';
import { answerError } from './error-answer.ts';
import { refuseForgery } from './forgery-guard.ts';
import { answerNotFound } from './not-found.ts';
import { openapiOptions } from './openapi.ts';
import { ApiProblem } from './problem.ts';
import { createQuestionQueue } from './question-queue.ts';
import { answerOtherMethods, refuseMethod } from './refuse-method.ts';
import { ROUTES } from './routes.ts';
import { sendRows } from './rows/send-rows.ts';
import { SECURITY_HEADERS } from './security-headers.ts';
import { compileValidator } from './validator.ts';

// DuckDB answers two questions at a time: one large one leaves room for those of pages.
const LARGE = { atOnce: 1, waiting: 64, waitingOfUser: 32 };
const SMALL = { atOnce: 2, waiting: 256, waitingOfUser: 64 };

/**
 * Creates the HTTP server of the brain, ready to listen or to inject. `onRoute` is called for each route, for tests.
 */
export async function createApi(deps: ApiDeps, onRoute: (route: RouteOptions) => void = () => {}): Promise<ApiServer> {
  const app: ApiServer = fastify({
    ...(deps.logger === undefined ? {} : { loggerInstance: deps.logger }),
    // URLs are not logged, because one contains a sign-in token.
    logController: new LogController({ disableRequestLogging: true }),
    // A URL that cannot be decoded never reaches a route.
    frameworkErrors: (error, request, reply) => answerError(error, request, reply),
    clientErrorHandler: answerClientError,
    bodyLimit: 64 * 1024,
    requestTimeout: 30_000,
    routerOptions: { maxParamLength: 1000 },
    // Without these, Fastify would load Ajv besides the compilers that are set below.
    schemaController: { compilersFactory: { buildValidator: notUsed, buildSerializer: notUsed } },
  }).withTypeProvider<TypeBoxTypeProvider>();

  app.addHook('onRoute', onRoute);
  app.setValidatorCompiler(compileValidator);
  // Response schemas are documentation, checked by tests. They do not serialise: evidence must stay the same byte for
  // byte.
  app.setSerializerCompiler(() => JSON.stringify);
  app.setErrorHandler(answerError);
  // No route takes it.
  app.removeContentTypeParser('text/plain');
  app.decorateRequest('user', '');
  app.decorate('questions', { large: createQuestionQueue(LARGE), small: createQuestionQueue(SMALL) });

  await app.register(helmet, SECURITY_HEADERS);
  await app.register(compress, { encodings: ['gzip'], threshold: 1024 });
  await app.register(cookie);
  await app.register(rateLimit, {
    global: false,
    errorResponseBuilder: (_request, { after }) => new ApiProblem(429, `Try again in ${after}.`),
  });
  await app.register(swagger, openapiOptions(deps.version));

  app.addHook('onRequest', async (_request, reply) => void reply.header('cache-control', 'no-store'));
  app.addHook('onRequest', refuseMethod);
  app.addHook('onRequest', refuseForgery);
  app.addHook('onRequest', requireUser(deps));
  app.addHook('preHandler', setBehindHeader(deps));

  sendRows(app);
  const methods = answerOtherMethods(app);

  for (const route of ROUTES) route(app, deps);
  // A plugin is loaded after those before it, in which some routes are.
  app.register(async (scope) => methods.complete(scope));
  await serveConsole(app, deps.consoleDirectory);
  app.setNotFoundHandler(answerNotFound(app.hasReplyDecorator('sendFile')));
  await app.ready();
  return app;
}

const notUsed = (): never => {
  throw new Error('unreachable: the API sets its own compilers');
};
