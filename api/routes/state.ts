import { Type } from 'typebox';
import type { ApiServer } from '../api-server.ts';
import type { ApiDeps } from '../deps.ts';
import { QUESTION_KEYS, questionOf } from '../question.ts';
import { closed, listOf } from '../schemas/parts.ts';
import { ZoneStateSchema } from '../schemas/state.ts';

const { zone, property } = QUESTION_KEYS;
const Query = closed({ zone, property });
const States = Type.Object({ states: listOf(ZoneStateSchema) });

/** GET /api/state: the fused estimate per zone and property. */
export function stateRoute(app: ApiServer, deps: ApiDeps): void {
  app.get(
    '/api/state',
    {
      config: { rows: 'states' },
      schema: { summary: 'Fused state of the city', tags: ['state'], querystring: Query, response: { 200: States } },
    },
    async ({ query }) => {
      const { zoneIds, property: wanted } = questionOf(query, deps);
      const zones = zoneIds && new Set(zoneIds);
      const states = deps.documents.states(wanted === undefined ? {} : { property: wanted });
      return { states: states.filter(({ zoneId }) => zones?.has(zoneId) ?? true) };
    },
  );
}
