import { Type } from 'typebox';
import type { ApiServer } from '../api-server.ts';

/** GET /api/openapi.json: the OpenAPI document of this API. */
export function openapiRoute(app: ApiServer): void {
  const Document = Type.Unsafe<object>({ type: 'object', additionalProperties: true });
  app.get(
    '/api/openapi.json',
    { schema: { summary: 'This document', tags: ['operation'], response: { 200: Document } } },
    async () => app.swagger(),
  );
}
