import type { Severity } from '../../model/scenario.ts';
import type { Position } from '../../model/zone.ts';
import type { ListedDevice, ZoneFeature } from '../live/api-types.ts';

/** GeoJSON as the map's sources take it. */
export interface FeatureCollection {
  type: 'FeatureCollection';
  features: {
    type: 'Feature';
    geometry: { type: 'Point'; coordinates: number[] };
    properties: Readonly<Record<string, string | number>>;
  }[];
}

/** A source with nothing in it yet. */
export const EMPTY: FeatureCollection = { type: 'FeatureCollection', features: [] };

/** Priority of names that overlap: an area's before a line's. */
const NAME_RANK: Readonly<Record<ZoneFeature['properties']['kind'], number>> = {
  district: 0,
  cell: 1,
  underpass: 2,
  road: 3,
  drain: 4,
  city: 5,
};
const NAMED_KINDS: ReadonlySet<string> = new Set(['district', 'cell', 'underpass']);
const MARK_RANK: Readonly<Record<Severity, number>> = { critical: 0, warn: 1, watch: 2 };

/** Zones as a mutable copy: the map may change its data, ours is read-only. */
export const zoneFeatures = (zones: readonly ZoneFeature[]): FeatureCollection =>
  structuredClone({ type: 'FeatureCollection', features: zones }) as unknown as FeatureCollection;

/**
 * One label a zone, in both languages; not for roads, drains and the city (see the lists), nor for zones with a mark.
 */
export const nameFeatures = (
  zones: readonly ZoneFeature[],
  severities: ReadonlyMap<string, Severity>,
): FeatureCollection =>
  collection(
    zones
      .filter(({ properties: { id, kind } }) => NAMED_KINDS.has(kind) && !severities.has(id))
      .map((zone) => {
        const { id, kind, name } = zone.properties;
        return point(centreOf(zone), { id, kind, en: name.en, zh: name.zh, rank: NAME_RANK[kind] });
      }),
  );

/** One point a device. */
export const deviceFeatures = (devices: readonly ListedDevice[]): FeatureCollection =>
  collection(devices.map(({ id, longitude, latitude }) => point([longitude, latitude], { id })));

/** One mark for each zone with an active alert: its name and, beside the shape, its severity in words. */
export const markFeatures = (
  severities: ReadonlyMap<string, Severity>,
  zones: ReadonlyMap<string, ZoneFeature>,
  language: 'en' | 'zh',
  words: Readonly<Record<Severity, string>>,
): FeatureCollection =>
  collection(
    [...severities].flatMap(([zoneId, severity]) => {
      const zone = zones.get(zoneId);
      if (!zone) return [];
      const text = `${zone.properties.name[language]}\n${words[severity]}`;
      return [point(centreOf(zone), { id: zoneId, severity, text, rank: MARK_RANK[severity] })];
    }),
  );

/** Smallest box around zones and devices; null when there is nothing. */
export function boundsOf(positions: Iterable<Position>): [number, number, number, number] | null {
  let box: [number, number, number, number] | null = null;
  for (const [longitude, latitude] of positions) {
    box = box
      ? [
          Math.min(box[0], longitude),
          Math.min(box[1], latitude),
          Math.max(box[2], longitude),
          Math.max(box[3], latitude),
        ]
      : [longitude, latitude, longitude, latitude];
  }
  return box;
}

/** All corners of a zone, without those of its holes. */
export function positionsOf({ geometry }: ZoneFeature): readonly Position[] {
  if (geometry.type === 'LineString') return geometry.coordinates;
  const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
  return polygons.flatMap(([outer = []]) => outer);
}

/** Middle of an area's box, or the middle corner of a line. */
function centreOf(zone: ZoneFeature): Position {
  const positions = positionsOf(zone);
  const middle = positions[Math.floor(positions.length / 2)] ?? [0, 0];
  if (zone.geometry.type === 'LineString') return middle;
  const box = boundsOf(positions);
  return box ? [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2] : middle;
}

const collection = (features: FeatureCollection['features']): FeatureCollection => ({
  type: 'FeatureCollection',
  features,
});

const point = (at: Position, properties: Readonly<Record<string, string | number>>) => ({
  type: 'Feature' as const,
  geometry: { type: 'Point' as const, coordinates: [at[0], at[1]] },
  properties,
});
