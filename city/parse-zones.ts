import { ConfigError } from '../model/config-error.ts';
import { type Position, ZONE_KIND_FACTS, ZONE_KINDS, type Zone, type ZoneKind } from '../model/zone.ts';

/**
 * Reads zones from GeoJSON (RFC 7946): a FeatureCollection of Polygons (areas) and LineStrings (roads, drains), each
 * with the properties `id`, `kind`, `parentId` (absent for the city) and `name_en`, `name_zh`. Throws a `ConfigError`
 * that names the feature.
 */
export function parseZones(text: string, fileName = 'zones.geojson'): readonly Zone[] {
  const features = featuresOf(text, fileName);
  const zones = features.map((feature, index) => zoneOf(feature, `features[${index}]`, fileName));
  const ids = new Set<string>();
  for (const zone of zones) {
    if (ids.has(zone.id))
      throw new ConfigError(fileName, `zone id "${zone.id}" stands twice; each zone needs an id of its own`);
    ids.add(zone.id);
  }
  for (const zone of zones) {
    if (zone.parentId !== null && !ids.has(zone.parentId)) {
      throw new ConfigError(
        fileName,
        `zone "${zone.id}" has parentId "${zone.parentId}", which is no zone in this file`,
      );
    }
    if (zone.parentId === null && zone.kind !== 'city') {
      throw new ConfigError(fileName, `zone "${zone.id}" has no parentId; only a zone of kind "city" may stand alone`);
    }
  }
  const parents = new Map(zones.map((zone) => [zone.id, zone.parentId]));
  for (const zone of zones) {
    // Refuses cycles: the parents of each zone must end at the city.
    const path = new Set<string>();
    for (let id: string | null = zone.id; id !== null; id = parents.get(id) ?? null) {
      if (path.has(id)) throw new ConfigError(fileName, `zone "${id}" lies within itself; follow its parentId`);
      path.add(id);
    }
  }
  return zones;
}

function featuresOf(text: string, fileName: string): readonly unknown[] {
  let collection: unknown;
  try {
    collection = JSON.parse(text);
  } catch (error) {
    throw new ConfigError(fileName, `is not JSON: ${(error as Error).message}`);
  }
  const features = isObject(collection) ? collection['features'] : undefined;
  if (!Array.isArray(features))
    throw new ConfigError(fileName, 'must be a GeoJSON FeatureCollection with a list "features"');
  return features;
}

function zoneOf(feature: unknown, place: string, fileName: string): Zone {
  const properties = isObject(feature) && isObject(feature['properties']) ? feature['properties'] : {};
  const geometry = isObject(feature) && isObject(feature['geometry']) ? feature['geometry'] : {};
  const wrong = (key: string, right: string) => new ConfigError(fileName, `${place}.${key} must be ${right}`);
  const { id, kind, parentId } = properties;
  if (typeof id !== 'string' || !/^[a-z0-9-]{1,64}$/.test(id))
    throw wrong('properties.id', 'small letters, digits and dashes, at most 64');
  if (!ZONE_KINDS.includes(kind as ZoneKind)) throw wrong('properties.kind', `one of ${ZONE_KINDS.join(', ')}`);
  if (parentId !== undefined && parentId !== null && typeof parentId !== 'string')
    throw wrong('properties.parentId', 'the id of a zone');
  const isLine = ZONE_KIND_FACTS[kind as ZoneKind].shape === 'line';
  if (geometry['type'] !== (isLine ? 'LineString' : 'Polygon'))
    throw wrong('geometry.type', isLine ? 'LineString' : 'Polygon');
  const coordinates = geometry['coordinates'];
  const outline = isLine ? coordinates : Array.isArray(coordinates) ? coordinates[0] : undefined;
  if (!Array.isArray(outline) || outline.length < 2 || !outline.every(isPosition)) {
    throw wrong('geometry.coordinates', 'positions [longitude, latitude] in degrees');
  }
  if (!isLine && !isRing(outline)) {
    throw wrong('geometry.coordinates', 'a closed ring: at least 4 positions, the last the same as the first');
  }
  const name = (language: string) => (typeof properties[language] === 'string' ? properties[language] : id);
  return {
    id,
    kind: kind as ZoneKind,
    name: { en: name('name_en'), zh: name('name_zh') },
    parentId: parentId ?? null,
    outline: outline.map(([longitude, latitude]): Position => [longitude, latitude]),
  };
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

const isPosition = (value: unknown): value is [number, number] =>
  Array.isArray(value) && isDegrees(value[0], 180) && isDegrees(value[1], 90);

const isDegrees = (value: unknown, limit: number): boolean => typeof value === 'number' && Math.abs(value) <= limit;

const isRing = (outline: readonly (readonly number[])[]): boolean =>
  outline.length >= 4 && outline[0]?.[0] === outline.at(-1)?.[0] && outline[0]?.[1] === outline.at(-1)?.[1];
