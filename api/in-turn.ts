import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ApiServer } from './api-server.ts';

/**
 * Asks the store when it is the turn of this request: large questions wait behind each other and not before the small
 * ones of pages. Rejects with a 503 when too many wait.
 */
export function inTurn<T>(
  app: ApiServer,
  { request, reply, isLarge }: { readonly request: FastifyRequest; readonly reply: FastifyReply; isLarge: boolean },
  answer: () => Promise<T>,
): Promise<T> {
  const queue = isLarge ? app.questions.large : app.questions.small;
  return queue.run(answer, { user: request.user, isWanted: () => !reply.raw.destroyed });
}
