import { ZONE_KIND_FACTS, ZONE_KINDS, type Zone, type ZoneKind } from '../model/zone.ts';
import { type Checked, soundValue } from './checked.ts';
import { areaOf, lineOf } from './zone-geometry.ts';
import { treeProblems } from './zone-tree.ts';

/**
 * Reads zones from GeoJSON (RFC 7946): a FeatureCollection of Polygons and MultiPolygons (areas, with holes) and
 * LineStrings (roads, drains), each with the properties `id`, `kind`, `parentId` (absent for the city) and `name_en`,
 * `name_zh`. Each problem names the feature or the zone.
 */
export function checkZones(text: string, file = 'zones.geojson'): Checked<readonly Zone[]> {
  const features = featuresOf(text);
  if (typeof features === 'string') return { file, value: [], problems: [features] };
  const problems: string[] = [];
  const zones: Zone[] = [];
  for (const [index, feature] of features.entries()) {
    const zone = zoneOf(feature, (problem) => void problems.push(`features[${index}].${problem}`));
    if (zone !== null) zones.push(zone);
  }
  // A zone that could not be read would be missed as a parent.
  if (problems.length === 0) problems.push(...treeProblems(zones));
  return { file, value: zones, problems };
}

/** The same; throws a `ConfigError` that names the first problem. */
export const parseZones = (text: string, file?: string): readonly Zone[] => soundValue(checkZones(text, file));

/** The features of a collection; a sentence where the text is none. */
function featuresOf(text: string): readonly unknown[] | string {
  let collection: unknown;
  try {
    collection = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    return `is not JSON: ${(error as Error).message}`;
  }
  const features = isObject(collection) ? collection['features'] : undefined;
  return Array.isArray(features) ? features : 'must be a GeoJSON FeatureCollection with a list "features"';
}

/** The zone of a feature; null where it has none, with every problem reported. */
function zoneOf(feature: unknown, report: (problem: string) => void): Zone | null {
  const properties = isObject(feature) && isObject(feature['properties']) ? feature['properties'] : {};
  const geometry = isObject(feature) && isObject(feature['geometry']) ? feature['geometry'] : {};
  const { id, kind, parentId } = properties;
  let isSound = true;
  const wrong = (place: string, problem: string) => {
    report(`${place} ${problem}`);
    isSound = false;
  };
  const isNamed = typeof id === 'string' && /^[a-z0-9-]{1,64}$/.test(id);
  if (!isNamed) wrong('properties.id', 'must be small letters, digits and dashes, at most 64');
  if (parentId !== undefined && parentId !== null && typeof parentId !== 'string')
    wrong('properties.parentId', 'must be the id of a zone');
  if (!isKind(kind)) {
    wrong('properties.kind', `must be one of ${ZONE_KINDS.join(', ')}`);
    return null;
  }
  const shape = ZONE_KIND_FACTS[kind].shape === 'line' ? lineOf(geometry) : areaOf(geometry);
  if ('problem' in shape) wrong(`geometry.${shape.key}`, `${shape.problem}${isNamed ? ` (zone "${id}")` : ''}`);
  if (!isSound || 'problem' in shape) return null;
  const name = (language: string) => (typeof properties[language] === 'string' ? properties[language] : `${id}`);
  return {
    id: `${id}`,
    kind,
    name: { en: name('name_en'), zh: name('name_zh') },
    parentId: typeof parentId === 'string' ? parentId : null,
    ...shape,
  };
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

const isKind = (value: unknown): value is ZoneKind => ZONE_KINDS.some((kind) => kind === value);
