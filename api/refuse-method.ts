import { METHODS } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ApiServer } from './api-server.ts';
import { sendProblem } from './error-answer.ts';
import { problemDocument } from './problem.ts';

/** Pages and files have one wildcard route, and Node-RED knows its own methods. */
const isOwnAddress = (url: string): boolean => /^\/(api\/|healthz|readyz|metrics|signin)/.test(url);

/** What adds a route for the methods that an address does not have. */
export interface OtherMethods {
  /** To be called when all routes are there. */
  complete(scope: Pick<FastifyInstance, 'route'>): void;
}

/**
 * Follows which methods each address of the API has. Its others are then answered by the standard (RFC 9110, 15.5.6):
 * 405 with the header Allow, and OPTIONS with Allow alone. A CORS preflight gets no permission by that.
 */
export function answerOtherMethods(app: ApiServer): OtherMethods {
  const every = METHODS.filter((method) => method !== 'CONNECT');
  for (const method of every) if (!app.supportedMethods.includes(method)) app.addHttpMethod(method);
  const known = new Map<string, Set<string>>();
  app.addHook('onRoute', ({ url, method }) => {
    if (!isOwnAddress(url)) return;
    const methods = known.get(url) ?? new Set<string>();
    for (const each of [method].flat()) methods.add(each);
    known.set(url, methods);
  });
  return {
    complete(scope) {
      for (const [url, methods] of [...known]) {
        const others = every.filter((method) => !methods.has(method));
        const allow = [...methods, 'OPTIONS'].join(', ');
        scope.route({
          method: others,
          url,
          config: { isOpen: true, allow },
          schema: { hide: true },
          handler: notReached,
        });
      }
    },
  };
}

/** Answers requests on a route for other methods, before anything else is looked at. */
export async function refuseMethod(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const { allow } = request.routeOptions.config;
  if (allow === undefined) return undefined;
  reply.header('allow', allow);
  if (request.method === 'OPTIONS') return reply.code(204).send();
  return sendProblem(reply, problemDocument(405, `${request.method} is not possible here; there are ${allow}.`));
}

const notReached = (): never => {
  throw new Error('unreachable: refuseMethod has answered');
};
