import { Type } from 'typebox';
import type { ApiServer } from '../api-server.ts';
import type { ApiDeps } from '../deps.ts';
import { present } from '../present.ts';
import { closed, Id, listOf, PropertyName } from '../schemas/parts.ts';
import { ZoneStateSchema } from '../schemas/state.ts';

const Query = closed({ zone: Type.Optional(Id), property: Type.Optional(PropertyName) });
const States = Type.Object({ states: listOf(ZoneStateSchema) });

/** GET /api/state: the fused estimate per zone and property. */
export function stateRoute(app: ApiServer, deps: ApiDeps): void {
  app.get(
    '/api/state',
    {
      config: { rows: 'states' },
      schema: { summary: 'Fused state of the city', tags: ['state'], querystring: Query, response: { 200: States } },
    },
    async ({ query }) => ({
      states: deps.documents.states(present({ zoneId: query.zone, property: query.property })),
    }),
  );
}
