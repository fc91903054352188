import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ApiDeps } from './deps.ts';

/** What the API reads from besides the live fold. */
const READ_FROM: ReadonlySet<string> = new Set(['documents', 'series']);

/**
 * Says on each answer of the API how many journal records are not yet in what it may have been read from, as a dictionary (RFC 9651):
 * `citynerve-behind: documents=0, series=1234`; `series=unknown` while the cursor of the store is not known yet.
 */
export const sayBehind = (deps: Pick<ApiDeps, 'status'>) => async (request: FastifyRequest, reply: FastifyReply) => {
  if (!request.url.startsWith('/api/')) return;
  const sinks = deps.status().sinks.filter(({ name }) => READ_FROM.has(name));
  reply.header(
    'citynerve-behind',
    sinks.map(({ name, behindRecords }) => `${name}=${behindRecords ?? 'unknown'}`).join(', '),
  );
};
