import { Type } from 'typebox';
import { SEVERITIES } from '../../model/scenario.ts';
import { ZONE_KINDS } from '../../model/zone.ts';
import type { ApiServer } from '../api-server.ts';
import type { ApiDeps } from '../deps.ts';
import { BothLanguages, listOf, mapOf, oneOf, orNull, PropertyName } from '../schemas/parts.ts';
import { RefusedPacksSchema } from '../schemas/refused-packs.ts';

const Words = Type.Object({
  advice: Type.Object(
    { watch: BothLanguages, warn: BothLanguages, critical: BothLanguages },
    { description: `What a person does first, per severity (${SEVERITIES.join(', ')}).` },
  ),
  conditions: mapOf(BothLanguages),
  values: mapOf(BothLanguages),
  rows: mapOf(BothLanguages),
});
const Scenarios = Type.Object({
  items: listOf(
    Type.Object({
      id: Type.String(),
      version: Type.String(),
      title: BothLanguages,
      zoneKinds: listOf(oneOf(ZONE_KINDS)),
      needs: listOf(PropertyName),
      lanes: listOf(oneOf(['arrival', 'event'])),
      standards: listOf(Type.String({ description: "Id of a standards pack; the scenario's own first." })),
      hasSubjects: Type.Boolean({
        description: 'Its alerts name a subject (a transformer, a bridge) beside the zone.',
      }),
      words: Words,
      refused: orNull(RefusedPacksSchema),
    }),
  ),
});

/** GET /api/scenarios: the scenarios, the texts for the names in their alerts, and those whose packs are refused. */
export function scenariosRoute(app: ApiServer, deps: ApiDeps): void {
  app.get(
    '/api/scenarios',
    { config: { rows: 'items' }, schema: { summary: 'Scenarios', tags: ['alerts'], response: { 200: Scenarios } } },
    async () => {
      const refused = deps.refusedPacks();
      const items = deps.scenarios().map((scenario) => ({
        ...scenario,
        refused: refused.find(({ scenarioId }) => scenarioId === scenario.id) ?? null,
      }));
      return { items };
    },
  );
}
