import { Type } from 'typebox';
import type { Alert } from '../../model/alert.ts';
import { ALERT_STATUSES } from '../../model/alert-filter.ts';
import type { ApiServer } from '../api-server.ts';
import { cursorOf, placeOf } from '../cursor.ts';
import type { ApiDeps } from '../deps.ts';
import { requireKnown } from '../known-names.ts';
import { momentKey } from '../moment.ts';
import { nextPage } from '../next-page.ts';
import { present } from '../present.ts';
import { endsOf, QUESTION_KEYS, questionOf } from '../question.ts';
import { AlertSummarySchema } from '../schemas/alert.ts';
import { Cursor, closed, Id, listOf, NextPage, oneOf, RANGE_ENDS } from '../schemas/parts.ts';
import { withoutEvidence } from '../without-evidence.ts';

const DEFAULT_ALERTS = 200;
const Query = closed({
  status: Type.Optional(oneOf(ALERT_STATUSES, 'Default active: open or acknowledged.')),
  zone: QUESTION_KEYS.zone,
  scenario: Type.Optional(Id),
  from: momentKey('Only alerts that were not cleared before.'),
  until: momentKey('Only alerts that were raised before.'),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000, description: `Default ${DEFAULT_ALERTS}.` })),
  cursor: Cursor,
});
const Alerts = Type.Object({ alerts: listOf(AlertSummarySchema), ...RANGE_ENDS, next: NextPage });

/** GET /api/alerts: alerts without their evidence, the newest first, page by page. */
export function alertsRoute(app: ApiServer, deps: ApiDeps): void {
  app.get(
    '/api/alerts',
    {
      config: { rows: 'alerts' },
      schema: { summary: 'Alerts', tags: ['alerts'], querystring: Query, response: { 200: Alerts } },
    },
    async (request, reply) => {
      const { status = 'active', zone, scenario, limit = DEFAULT_ALERTS, cursor, ...ends } = request.query;
      const scenarios = new Map(deps.scenarios().map((each) => [each.id, each]));
      requireKnown(scenarios, { name: scenario, field: 'scenario', list: '/api/scenarios' });
      const { zoneIds } = questionOf({ zone }, deps);
      const after = cursor === undefined ? undefined : alertPlaceOf(cursor);
      const range = endsOf(ends);
      const filter = { ...present({ scenarioId: scenario, zoneIds, after }), ...range, status };
      // One more than the limit is read, to know whether there are more.
      const found = deps.documents.alerts({ ...filter, limit: limit + 1 });
      const last = found.length > limit ? found[limit - 1] : undefined;
      const next = nextPage(request, reply, last === undefined ? null : { cursor: cursorOf([last.raisedAt, last.id]) });
      const { from = null, until = null } = range;
      return { alerts: found.slice(0, limit).map(withoutEvidence), from, until, next };
    },
  );
}

function alertPlaceOf(cursor: string): Pick<Alert, 'raisedAt' | 'id'> {
  const [raisedAt, id = ''] = placeOf(cursor, 2);
  return { raisedAt, id };
}
