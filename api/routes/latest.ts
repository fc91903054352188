import { Type } from 'typebox';
import type { ApiServer } from '../api-server.ts';
import type { ApiDeps } from '../deps.ts';
import { orUnavailable } from '../problem.ts';
import { QUESTION_KEYS, questionOf } from '../question.ts';
import { closed, listOf } from '../schemas/parts.ts';
import { StoredReadingSchema } from '../schemas/reading.ts';

const { device, zone, property } = QUESTION_KEYS;
const Query = closed({ device, zone, property });
const Latest = Type.Object({ readings: listOf(StoredReadingSchema) });

/** GET /api/latest: the newest reading of each channel. */
export function latestRoute(app: ApiServer, deps: ApiDeps): void {
  app.get(
    '/api/latest',
    {
      config: { rows: 'readings' },
      schema: {
        summary: 'Newest reading per channel',
        tags: ['readings'],
        querystring: Query,
        response: { 200: Latest },
      },
    },
    async ({ query }) => {
      const { devices, zoneOf } = deps.registry();
      const { deviceId, zoneIds, property: wanted } = questionOf(query, deps);
      const zones = zoneIds && new Set(zoneIds);
      const deviceIds = (deviceId === undefined ? [...devices.keys()] : [deviceId]).filter(
        (id) => zones?.has(zoneOf(id) ?? '') ?? true,
      );
      const readings = await orUnavailable(deps.store.latest(deviceIds), 'The store does not answer.');
      return { readings: readings.filter((reading) => wanted === undefined || reading.property === wanted) };
    },
  );
}
