import { Type } from 'typebox';
import { aggregatesOf } from '../../model/aggregates-of.ts';
import { isProperty, PROPERTIES, SPATIAL_SCOPES } from '../../model/property.ts';
import { AGGREGATE_FUNCTIONS, PROPERTY_KINDS, type PropertyKind } from '../../model/property-kind.ts';
import type { ApiServer } from '../api-server.ts';
import { BothLanguages, listOf, mapOf, oneOf } from '../schemas/parts.ts';

const Properties = Type.Object({
  properties: mapOf(
    Type.Object({
      unit: Type.String({ description: 'UCUM.' }),
      kind: oneOf(Object.keys(PROPERTY_KINDS) as PropertyKind[], 'What a value is.'),
      aggregates: listOf(oneOf(AGGREGATE_FUNCTIONS, 'Those of /api/aggregate that mean something, the default first.')),
      scope: oneOf(SPATIAL_SCOPES, 'How far around the device a reading is representative.'),
      title: BothLanguages,
    }),
  ),
});

const CATALOGUE = Object.fromEntries(
  Object.entries(PROPERTIES).map(([id, facts]) => [
    id,
    { ...facts, aggregates: isProperty(id) ? aggregatesOf(id) : [] },
  ]),
);

/** GET /api/properties: the catalogue of what can be observed. */
export function propertiesRoute(app: ApiServer): void {
  app.get(
    '/api/properties',
    { schema: { summary: 'Catalogue of properties and units', tags: ['city'], response: { 200: Properties } } },
    async () => ({ properties: CATALOGUE }),
  );
}
