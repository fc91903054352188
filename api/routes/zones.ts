import { Type } from 'typebox';
import { polygonsOf, ZONE_KIND_FACTS, ZONE_KINDS, type Zone } from '../../model/zone.ts';
import type { ApiServer } from '../api-server.ts';
import type { ApiDeps } from '../deps.ts';
import { BothLanguages, listOf, mapOf, oneOf, orNull } from '../schemas/parts.ts';

const Position = Type.Unsafe<readonly [number, number]>({
  type: 'array',
  items: { type: 'number' },
  minItems: 2,
  maxItems: 2,
});
const Feature = Type.Object({
  type: oneOf(['Feature']),
  id: Type.String(),
  properties: Type.Object({
    id: Type.String(),
    kind: oneOf(ZONE_KINDS),
    name: BothLanguages,
    parentId: orNull(Type.String()),
  }),
  geometry: Type.Union([
    Type.Object({ type: oneOf(['Polygon']), coordinates: listOf(listOf(Position)) }),
    Type.Object({ type: oneOf(['MultiPolygon']), coordinates: listOf(listOf(listOf(Position))) }),
    Type.Object({ type: oneOf(['LineString']), coordinates: listOf(Position) }),
  ]),
});
const Kind = Type.Object({ shape: oneOf(['area', 'line']), title: BothLanguages });
const Zones = Type.Object({
  type: oneOf(['FeatureCollection']),
  kinds: Type.Unsafe<typeof ZONE_KIND_FACTS>({
    ...mapOf(Kind),
    description: 'Every kind of zone, the widest first (a foreign member of the collection).',
  }),
  features: listOf(Feature),
});

/** GET /api/zones: the areas, roads and drains of the city as GeoJSON (RFC 7946). */
export function zonesRoute(app: ApiServer, deps: ApiDeps): void {
  app.get(
    '/api/zones',
    { config: { rows: 'features' }, schema: { summary: 'Zones as GeoJSON', tags: ['city'], response: { 200: Zones } } },
    async () => ({
      type: 'FeatureCollection' as const,
      kinds: ZONE_KIND_FACTS,
      features: [...deps.registry().zones.values()].map((zone) => ({
        type: 'Feature' as const,
        id: zone.id,
        properties: { id: zone.id, kind: zone.kind, name: zone.name, parentId: zone.parentId },
        geometry: geometryOf(zone),
      })),
    }),
  );
}

function geometryOf(zone: Zone) {
  if (ZONE_KIND_FACTS[zone.kind].shape === 'line') return { type: 'LineString' as const, coordinates: zone.outline };
  const [first = [], ...more] = polygonsOf(zone);
  return more.length === 0
    ? { type: 'Polygon' as const, coordinates: first }
    : { type: 'MultiPolygon' as const, coordinates: [first, ...more] };
}
