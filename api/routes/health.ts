import { Type } from 'typebox';
import type { ApiServer } from '../api-server.ts';

/** GET /healthz: the process answers; whether it is ready is at /readyz. */
export function healthRoute(app: ApiServer): void {
  const Health = Type.Object({ alive: Type.Boolean() });
  app.get(
    '/healthz',
    {
      config: { isOpen: true },
      schema: { summary: 'Alive', tags: ['operation'], security: [], response: { 200: Health } },
    },
    async () => ({ alive: true }),
  );
}
