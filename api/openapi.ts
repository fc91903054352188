import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger';
import { SESSION_COOKIE } from './authentication.ts';
import { PROBLEM_ANSWERS } from './schemas/problem.ts';

/** How the API describes itself: OpenAPI 3.1, closed unless a route says otherwise. */
export const openapiOptions = (version: string): FastifyDynamicSwaggerOptions => ({
  openapi: {
    openapi: '3.1.0',
    info: {
      title: 'Citynerve',
      version,
      description:
        'Times are milliseconds since 1970 in city time; values stand in canonical units; lists are newest state. ' +
        'The header citynerve-behind of each answer says how many journal records the stores behind it have not yet taken.',
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
  // Every route can refuse in the same way; said once here and not in each file.
  transform: ({ schema, url }) => {
    if (schema === undefined || schema.hide === true) return { schema: schema ?? { hide: true }, url };
    return { schema: { ...schema, response: { ...(schema.response ?? {}), ...PROBLEM_ANSWERS } }, url };
  },
});
