import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger';
import { columnsOf, isRecord, itemSchemaOf } from './rows/columns.ts';
import { ROW_TYPES } from './rows/row-format.ts';
import { ROW_HEADERS } from './rows/row-headers.ts';
import { PROBLEM_ANSWERS } from './schemas/problem.ts';

/** Options of the OpenAPI 3.1 document; each route needs a session or a token unless it says otherwise. */
export const openapiOptions = (version: string): FastifyDynamicSwaggerOptions => ({
  openapi: {
    openapi: '3.1.0',
    info: {
      title: 'Citynerve',
      version,
      description:
        'Times are milliseconds since 1970 in city time; values are in canonical units. ' +
        'The header citynerve-behind says by how many journal records documents and series store are behind.',
    },
    components: {
      securitySchemes: {
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'citynerve_session_8080',
          description: 'The number is the port in the address of the page; behind port 80 or 443 the name has none.',
        },
        token: {
          type: 'http',
          scheme: 'bearer',
          description: 'Made by `npm run citynerve -- token create NAME`; scope `read` for GET, `act` for a change.',
        },
      },
    },
    security: [{ session: [] }, { token: [] }],
  },
  convertConstToEnum: false,
  // Adds the error responses, which are the same for all routes.
  transform: ({ schema, url, route }) => {
    if (schema === undefined || schema.hide === true) return { schema: schema ?? { hide: true }, url };
    const { rows } = route.config ?? {};
    const response = { ...(schema.response ?? {}), ...PROBLEM_ANSWERS };
    return { schema: { ...schema, response: rows === undefined ? response : withRows(response, rows) }, url };
  },
});

/** The responses with the list of the 200 also as CSV and NDJSON, by `Accept`. */
function withRows(response: Readonly<Record<string, unknown>>, rows: string) {
  const item = itemSchemaOf(response['200'], rows);
  const names = columnsOf(item).map(({ path }) => path.join('.'));
  const csv = { type: 'string', description: `Columns: ${names.join(', ')}. Units stand in the header, in brackets.` };
  const ndjson = { type: 'string', description: `One item of \`${rows}\` a line.` };
  const document = response['200'];
  const fields = isRecord(document) && isRecord(document['properties']) ? document['properties'] : {};
  const headers = ROW_HEADERS.filter(({ field }) => field in fields);
  return {
    ...response,
    200: {
      description: `By \`Accept\`: the document, or its list \`${rows}\` row by row.`,
      ...(headers.length > 0 && { headers: Object.fromEntries(headers.map(({ header, schema }) => [header, schema])) }),
      content: {
        'application/json': { schema: response['200'] },
        [ROW_TYPES.csv]: { schema: csv },
        [ROW_TYPES.ndjson]: { schema: ndjson },
      },
    },
  };
}
