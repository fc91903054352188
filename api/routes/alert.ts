import type { ApiServer } from '../api-server.ts';
import type { ApiDeps } from '../deps.ts';
import { knownAlert } from '../known-alert.ts';
import { linkedHistory } from '../linked-history.ts';
import { AlertSchema } from '../schemas/alert.ts';
import { closed, Id } from '../schemas/parts.ts';

/** GET /api/alerts/{id}: one alert with the evidence for its severity. */
export function alertRoute(app: ApiServer, deps: ApiDeps): void {
  app.get(
    '/api/alerts/:id',
    { schema: { summary: 'One alert', tags: ['alerts'], params: closed({ id: Id }), response: { 200: AlertSchema } } },
    async ({ params }) => {
      const alert = knownAlert(deps.documents, params.id);
      return { ...alert, history: linkedHistory(alert) };
    },
  );
}
