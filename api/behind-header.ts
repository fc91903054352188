import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ApiDeps } from './deps.ts';

/** The sinks from which the API reads. */
const READ_FROM: ReadonlySet<string> = new Set(['documents', 'series']);

/**
 * Returns the hook that sets a header on each response of the API: by how many journal records documents and series
 * store are behind, as a dictionary (RFC 9651): `citynerve-behind: documents=0, series=1234`; `series=unknown` while
 * the cursor of the store is not known yet.
 */
export const setBehindHeader =
  (deps: Pick<ApiDeps, 'status'>) => async (request: FastifyRequest, reply: FastifyReply) => {
    if (!request.url.startsWith('/api/')) return;
    const sinks = deps.status().sinks.filter(({ name }) => READ_FROM.has(name));
    reply.header(
      'citynerve-behind',
      sinks.map(({ name, behindRecords }) => `${name}=${behindRecords ?? 'unknown'}`).join(', '),
    );
  };
