import httpProxy from '@fastify/http-proxy';
import type { FastifyRequest } from 'fastify';
import type { ApiServer } from '../api-server.ts';
import { personOfRequest } from '../authentication.ts';
import type { ApiDeps } from '../deps.ts';
import { answerError } from '../error-answer.ts';
import { RESTARTING_PAGE, signInFirstPage } from '../flows-pages.ts';
import { ApiProblem } from '../problem.ts';

/** Path of the editor; Node-RED is started with the same root path. */
const FLOWS_ROOT = '/flows';
const HEARTBEAT_MILLIS = 15_000;
/** The editor's own messages are small; flows are deployed by POST. */
const MAX_SOCKET_MESSAGE_BYTES = 1024 * 1024;
/** Longer than the time after which the supervisor kills a Node-RED that hangs. */
const ANSWER_WITHIN_MILLIS = 20_000;
const AWAY = 'The flows (Node-RED) are being started; try again in a moment.';
/**
 * Content security policy of the editor, which needs inline scripts. For some browsers 'self' does not include
 * WebSockets.
 */
const editorPolicy = (host: string): string =>
  "default-src 'self';script-src 'self' 'unsafe-inline';style-src 'self' 'unsafe-inline';worker-src 'self' blob:;" +
  "img-src 'self' data: blob:;font-src 'self' data:;" +
  `connect-src 'self'${/^[\w.:[\]-]+$/.test(host) ? ` ws://${host} wss://${host}` : ''};` +
  "object-src 'none';base-uri 'none';form-action 'self';frame-ancestors 'self'";

/**
 * /flows: a proxy to the Node-RED editor for users with a session. The user name is passed on in a header; the session
 * cookie and any token are removed, so that code in Node-RED cannot act as the people who use the editor.
 */
export function flowsRoute(app: ApiServer, deps: ApiDeps): void {
  const sockets = new Set<FastifyRequest>();
  const stopHeartbeat = deps.every(HEARTBEAT_MILLIS, () => {
    for (const request of sockets) if (personOfRequest(request, deps.sessions) === null) request.raw.socket.destroy();
  });
  app.addHook('preClose', async () => {
    stopHeartbeat();
    for (const request of sockets) request.raw.socket.destroy();
  });
  const address = () => {
    const found = deps.flows();
    if (found === null) throw new ApiProblem(503, AWAY);
    return found;
  };
  const identityHeaders = (request: FastifyRequest) => ({
    'x-citynerve-secret': address().secret,
    'x-citynerve-user': encodeURIComponent(request.user),
  });

  // These options exist, but are missing in the types of the plugin.
  const wsClientOptions = {
    handshakeTimeout: ANSWER_WITHIN_MILLIS,
    rewriteRequestHeaders: (_headers: unknown, request: FastifyRequest) => identityHeaders(request),
  };

  const pageOf = (status: number): string | undefined => {
    if (status === 401) return signInFirstPage(deps.command('signin'));
    return status === 503 ? RESTARTING_PAGE : undefined;
  };

  app.register(async (scope) => {
    scope.addHook('onRequest', async (request, reply) => {
      reply
        .header('content-security-policy', editorPolicy(request.headers.host ?? ''))
        .header('x-frame-options', 'SAMEORIGIN');
    });
    scope.setErrorHandler((error, request, reply) => {
      const status = error instanceof ApiProblem ? error.statusCode : 0;
      const page = request.headers.accept?.includes('text/html') ? pageOf(status) : undefined;
      if (page === undefined) return answerError(error, request, reply);
      return reply.code(status).header('cache-control', 'no-store').type('text/html; charset=utf-8').send(page);
    });
    scope.register(httpProxy, {
      prefix: FLOWS_ROOT,
      rewritePrefix: FLOWS_ROOT,
      upstream: '',
      websocket: true,
      config: { isEditor: true },
      http: { requestOptions: { timeout: ANSWER_WITHIN_MILLIS } },
      wsServerOptions: { maxPayload: MAX_SOCKET_MESSAGE_BYTES },
      wsClientOptions,
      preHandler: async (request) => {
        address();
        if (request.headers.upgrade === undefined) return;
        sockets.add(request as FastifyRequest);
        request.raw.socket.once('close', () => sockets.delete(request as FastifyRequest));
      },
      replyOptions: {
        getUpstream: () => `http://127.0.0.1:${address().port}`,
        rewriteRequestHeaders: (request, { cookie: _, authorization: __, ...headers }) => ({
          ...headers,
          ...identityHeaders(request as FastifyRequest),
        }),
        onError: (reply, { error }) => {
          app.log.warn({ err: error }, 'the flows did not answer');
          reply.send(new ApiProblem(503, AWAY));
        },
      },
    });
  });
}
