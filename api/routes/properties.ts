import { Type } from 'typebox';
import { PROPERTIES, SPATIAL_SCOPES } from '../../model/property.ts';
import type { ApiServer } from '../api-server.ts';
import { BothLanguages, mapOf, oneOf } from '../schemas/parts.ts';

const Properties = Type.Object({
  properties: mapOf(
    Type.Object({
      unit: Type.String({ description: 'UCUM.' }),
      scope: oneOf(SPATIAL_SCOPES, 'How far around the device a reading is representative.'),
      title: BothLanguages,
    }),
  ),
});

/** GET /api/properties: the catalogue of what can be observed. */
export function propertiesRoute(app: ApiServer): void {
  app.get(
    '/api/properties',
    { schema: { summary: 'Catalogue of properties and units', tags: ['city'], response: { 200: Properties } } },
    async () => ({ properties: PROPERTIES }),
  );
}
