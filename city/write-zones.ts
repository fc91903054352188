import { polygonsOf, ZONE_KIND_FACTS, type Zone } from '../model/zone.ts';

/** Writes zones as GeoJSON, in the form that `parseZones` reads. */
export function writeZones(zones: readonly Zone[]): string {
  const features = zones.map((zone) => ({
    type: 'Feature',
    properties: { id: zone.id, kind: zone.kind, parentId: zone.parentId, name_en: zone.name.en, name_zh: zone.name.zh },
    geometry: geometryOf(zone),
  }));
  return `{"type":"FeatureCollection","features":[\n${features.map((feature) => JSON.stringify(feature)).join(',\n')}\n]}\n`;
}

function geometryOf(zone: Zone) {
  if (ZONE_KIND_FACTS[zone.kind].shape === 'line') return { type: 'LineString', coordinates: zone.outline };
  const polygons = polygonsOf(zone);
  return polygons.length === 1
    ? { type: 'Polygon', coordinates: polygons[0] }
    : { type: 'MultiPolygon', coordinates: polygons };
}
