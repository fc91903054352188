import { Type } from 'typebox';
import type { ApiServer } from '../api-server.ts';
import type { ApiDeps } from '../deps.ts';
import { AlertSummarySchema } from '../schemas/alert.ts';
import { closed, listOf, oneOf } from '../schemas/parts.ts';
import { withoutEvidence } from '../without-evidence.ts';

const DEFAULT_ALERTS = 200;
const Query = closed({
  status: Type.Optional(oneOf(['active', 'all'], 'Default active: open or acknowledged.')),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000, description: `Default ${DEFAULT_ALERTS}.` })),
});
const Alerts = Type.Object({ alerts: listOf(AlertSummarySchema) });

/** GET /api/alerts: alerts without their evidence. */
export function alertsRoute(app: ApiServer, deps: ApiDeps): void {
  app.get(
    '/api/alerts',
    {
      config: { rows: 'alerts' },
      schema: { summary: 'Alerts', tags: ['alerts'], querystring: Query, response: { 200: Alerts } },
    },
    async ({ query: { status = 'active', limit = DEFAULT_ALERTS } }) => ({
      alerts: deps.documents.alerts({ status, limit }).map(withoutEvidence),
    }),
  );
}
