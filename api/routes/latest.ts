import { Type } from 'typebox';
import type { ApiServer } from '../api-server.ts';
import type { ApiDeps } from '../deps.ts';
import { requireKnown } from '../known.ts';
import { orUnavailable } from '../problem.ts';
import { closed, Id, listOf, PropertyName } from '../schemas/parts.ts';
import { StoredReadingSchema } from '../schemas/reading.ts';

const Query = closed({
  device: Type.Optional(Id),
  zone: Type.Optional(Id),
  property: Type.Optional(PropertyName),
});
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
      const { devices, zones, zoneOf } = deps.registry();
      requireKnown(devices, query.device, 'device');
      requireKnown(zones, query.zone, 'zone');
      const deviceIds = (query.device === undefined ? [...devices.keys()] : [query.device]).filter(
        (id) => query.zone === undefined || zoneOf(id) === query.zone,
      );
      const readings = await orUnavailable(deps.store.latest(deviceIds), 'The store does not answer.');
      return {
        readings: readings.filter(({ property }) => query.property === undefined || property === query.property),
      };
    },
  );
}
