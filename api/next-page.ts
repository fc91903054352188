import type { FastifyReply, FastifyRequest } from 'fastify';

/**
 * The address of the next page: this request's with other values for some query keys. It is announced in a Link header
 * too (RFC 8288); null: there is none.
 */
export function nextPage(
  request: FastifyRequest,
  reply: FastifyReply,
  changes: Readonly<Record<string, string | number>> | null,
): string | null {
  if (changes === null) return null;
  const [path = '', query = ''] = request.url.split('?', 2);
  const keys = new URLSearchParams(query);
  for (const [key, value] of Object.entries(changes)) keys.set(key, String(value));
  const next = `${path}?${keys}`;
  reply.header('link', `<${next}>; rel="next"`);
  return next;
}
