import type { ApiServer } from '../api-server.ts';
import type { ApiDeps } from '../deps.ts';
import { StatusSchema } from '../schemas/status.ts';

/** GET /api/status: the status of the city and the lag of each part; the live stream publishes the same each second. */
export function statusRoute(app: ApiServer, deps: ApiDeps): void {
  app.get(
    '/api/status',
    { schema: { summary: 'What is known, and how far behind', tags: ['city'], response: { 200: StatusSchema } } },
    async () => deps.status(),
  );
}
