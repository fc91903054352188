import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger';
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
          description: 'Made by `npx citynerve token create NAME`; scope `read` for GET, `act` for a change.',
        },
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
