import { Type } from 'typebox';
import type { ApiServer } from '../api-server.ts';
import type { ApiDeps } from '../deps.ts';
import { deviceViews } from '../device-view.ts';
import { requireKnown } from '../known-names.ts';
import { QUESTION_KEYS, questionOf } from '../question.ts';
import { DeviceSchema } from '../schemas/device.ts';
import { closed, Id, listOf } from '../schemas/parts.ts';

const MAX_DEVICES = 50_000;
const Query = closed({
  model: Type.Optional(Id),
  zone: QUESTION_KEYS.zone,
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: MAX_DEVICES })),
});
const Devices = Type.Object({ devices: listOf(DeviceSchema), isTruncated: Type.Boolean() });

/** GET /api/devices: the devices of the registry. */
export function devicesRoute(app: ApiServer, deps: ApiDeps): void {
  app.get(
    '/api/devices',
    {
      config: { rows: 'devices' },
      schema: { summary: 'Devices', tags: ['devices'], querystring: Query, response: { 200: Devices } },
    },
    async ({ query }) => {
      const { devices, models, zoneOf } = deps.registry();
      requireKnown(models, { name: query.model, field: 'model', list: '/api/devices' });
      const { zoneIds } = questionOf({ zone: query.zone }, deps);
      const zones = zoneIds && new Set(zoneIds);
      const limit = query.limit ?? MAX_DEVICES;
      const wanted = [...devices.values()].filter(
        ({ id, model }) =>
          (query.model === undefined || model === query.model) && (zones?.has(zoneOf(id) ?? '') ?? true),
      );
      return { devices: await deviceViews(wanted.slice(0, limit), deps), isTruncated: wanted.length > limit };
    },
  );
}
