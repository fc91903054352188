import { Type } from 'typebox';
import type { ApiServer } from '../api-server.ts';
import type { ApiDeps } from '../deps.ts';
import { AirPlaceSchema } from '../schemas/air-quality.ts';
import { listOf, PropertyName } from '../schemas/parts.ts';

const Places = Type.Object({
  items: listOf(Type.Object({ ...AirPlaceSchema.properties, properties: listOf(PropertyName) })),
});

/** GET /api/air-quality/places: zones and devices for which an air quality index can be computed. */
export function airPlacesRoute(app: ApiServer, deps: ApiDeps): void {
  app.get(
    '/api/air-quality/places',
    {
      config: { rows: 'items' },
      schema: { summary: 'Places where air is measured', tags: ['air'], response: { 200: Places } },
    },
    async () => ({ items: deps.air.places() }),
  );
}
