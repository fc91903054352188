import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isRecord, itemSchemaOf } from './columns.ts';
import { documentText } from './document-text.ts';
import { ROW_TYPES, rowFormatOf } from './row-format.ts';
import { ROW_HEADERS } from './row-headers.ts';
import { rowText } from './row-text.ts';

/** A document with more items is sent in pieces: serialised at once, it would hold up everybody else. */
const ITEMS_AT_ONCE = 500;

/**
 * Adds the hooks that send the list of a response row by row where the request prefers CSV or NDJSON, and a document
 * with a long list in pieces: on each route whose configuration names the list (`rows`). Filters, limits and refusals
 * are those of the route.
 */
export function sendRows(app: Pick<FastifyInstance, 'addHook'>): void {
  const texts = new WeakMap<FastifyRequest, AsyncGenerator<string>>();
  app.addHook('preSerialization', async (request, reply, payload: unknown) => {
    const { rows: key } = request.routeOptions.config;
    if (key === undefined || reply.statusCode !== 200 || !isRecord(payload)) return payload;
    reply.header('vary', 'accept');
    const format = rowFormatOf(request);
    const rows = payload[key];
    if (!Array.isArray(rows) || (format === 'json' && rows.length <= ITEMS_AT_ONCE)) return payload;
    if (format === 'json') {
      texts.set(request, documentText(payload, key, rows));
      reply.type('application/json; charset=utf-8');
    } else {
      const itemSchema = itemSchemaOf(responseSchema(request), key);
      texts.set(request, rowText(rows, { format, itemSchema, query: request.query }));
      announce(reply, payload, format);
    }
    // The document is not made in one piece: it, or its list, is sent below.
    reply.serializer(() => '');
    return payload;
  });
  app.addHook('onSend', async (request, _reply, payload) => {
    const text = texts.get(request);
    return text === undefined ? payload : Readable.from(text, { objectMode: false });
  });
}

function announce(
  reply: FastifyReply,
  payload: Readonly<Record<string, unknown>>,
  format: keyof typeof ROW_TYPES,
): void {
  reply.type(`${ROW_TYPES[format]}; charset=utf-8`);
  for (const { field, header } of ROW_HEADERS) {
    const value = payload[field];
    if (typeof value === 'boolean' || typeof value === 'number') reply.header(header, String(value));
  }
}

function responseSchema(request: FastifyRequest): unknown {
  const responses: unknown = request.routeOptions.schema?.response;
  return isRecord(responses) ? responses['200'] : null;
}
