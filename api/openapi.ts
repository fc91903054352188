import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger';
import { SESSION_COOKIE } from './authentication.ts';
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
        session: { type: 'apiKey', in: 'cookie', name: SESSION_COOKIE },
        token: { type: 'http', scheme: 'bearer' },
      },
    },
    security: [{ session: [] }, { token: [] }],
  },
  convertConstToEnum: false,
  // Adds the error responses, which are the same for all routes.
  transform: ({ schema, url }) => {
    if (schema === undefined || schema.hide === true) return { schema: schema ?? { hide: true }, url };
    return { schema: { ...schema, response: { ...(schema.response ?? {}), ...PROBLEM_ANSWERS } }, url };
  },
});
