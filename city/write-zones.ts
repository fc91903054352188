import { ZONE_KIND_FACTS, type Zone } from '../model/zone.ts';

/** Writes zones as GeoJSON, in the form that `parseZones` reads. */
export function writeZones(zones: readonly Zone[]): string {
  const features = zones.map((zone) => ({
    type: 'Feature',
    properties: { id: zone.id, kind: zone.kind, parentId: zone.parentId, name_en: zone.name.en, name_zh: zone.name.zh },
    geometry:
      ZONE_KIND_FACTS[zone.kind].shape === 'line'
        ? { type: 'LineString', coordinates: zone.outline }
        : { type: 'Polygon', coordinates: [zone.outline] },
  }));
  return `{"type":"FeatureCollection","features":[\n${features.map((feature) => JSON.stringify(feature)).join(',\n')}\n]}\n`;
}
