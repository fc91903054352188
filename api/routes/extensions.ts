import { Type } from 'typebox';
import type { ApiServer } from '../api-server.ts';
import type { ApiDeps } from '../deps.ts';
import { listOf, oneOf, orNull } from '../schemas/parts.ts';

const Health = Type.Object({
  kind: oneOf(['scenario', 'dialect', 'pack', 'calculator', 'sink']),
  id: Type.String(),
  zoneId: orNull(Type.String({ description: 'Zone of a scenario; null: everywhere.' })),
  deviceId: orNull(Type.String({ description: 'Device of a dialect; null: every device.' })),
  isOn: Type.Boolean(),
  lastError: orNull(Type.String({ description: 'Message of the last error, or why it was switched off.' })),
  failures: Type.Integer({ description: 'How often it has thrown.' }),
  offBy: orNull(oneOf(['failure', 'amendment', 'person'])),
  user: orNull(Type.String({ description: 'Who switched it off; null where it failed by itself.' })),
  sinceOffset: orNull(Type.Integer({ description: 'Journal offset since which it is on or off; null: always.' })),
});
const Extensions = Type.Object({
  items: listOf(Health),
  notWatched: listOf(
    Type.Object(
      { scenarioId: Type.String(), zoneId: Type.String() },
      {
        description:
          'The scenario is off in this zone: what happens there is not known, which is not the same as quiet.',
      },
    ),
  ),
});

/** GET /api/extensions: scenarios, standards packs and dialects, on or off, with what went wrong last. */
export function extensionsRoute(app: ApiServer, deps: ApiDeps): void {
  app.get(
    '/api/extensions',
    {
      config: { rows: 'items' },
      schema: { summary: 'Health of the extensions', tags: ['city'], response: { 200: Extensions } },
    },
    async () => ({ items: deps.extensions(), notWatched: deps.notWatched() }),
  );
}
