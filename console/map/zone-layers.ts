import type { FillLayerSpecification, LineLayerSpecification } from 'maplibre-gl';
import type { ZoneKind } from '../../model/zone.ts';
import { bySeverity } from './by-severity.ts';
import type { Palette } from './palette.ts';

type LinePaint = NonNullable<LineLayerSpecification['paint']>;

/** Zones of these kinds as lines: the outline of an area, or the course of a road. */
const lines = (id: string, kinds: readonly ZoneKind[], paint: LinePaint): LineLayerSpecification => ({
  id,
  type: 'line',
  source: 'zones',
  filter: ['in', ['get', 'kind'], ['literal', [...kinds]]],
  paint,
});

/** Zones, from the ground up: areas, what runs through them, and the outlines that must stand over both. */
export function zoneLayers(palette: Palette): readonly (FillLayerSpecification | LineLayerSpecification)[] {
  const { area, areaLine, drain, road, districtLine, ink } = palette;
  const { colour, alarmed, opacity } = bySeverity(palette);
  return [
    {
      id: 'areas',
      type: 'fill',
      source: 'zones',
      filter: ['in', ['get', 'kind'], ['literal', ['cell', 'underpass', 'district']]],
      paint: { 'fill-color': colour(area), 'fill-opacity': opacity },
    },
    lines('area-lines', ['cell'], { 'line-color': areaLine, 'line-width': 1 }),
    lines('drains', ['drain'], {
      'line-color': colour(drain),
      'line-width': alarmed(1.4, 3.5),
      'line-dasharray': [3, 2],
    }),
    {
      ...lines('roads', ['road'], { 'line-color': colour(road), 'line-width': alarmed(2.6, 5) }),
      layout: { 'line-cap': 'round', 'line-join': 'round' },
    },
    lines('district-lines', ['district', 'city'], { 'line-color': districtLine, 'line-width': 1.6 }),
    lines('alarmed-lines', ['cell', 'underpass', 'district', 'city'], {
      'line-color': colour(areaLine),
      'line-width': 2.4,
      'line-opacity': alarmed(0, 1),
    }),
    lines('underpass-lines', ['underpass'], { 'line-color': colour(districtLine), 'line-width': alarmed(1.4, 3) }),
    {
      ...lines('chosen-zone', [], { 'line-color': ink, 'line-width': 2.2, 'line-gap-width': 3 }),
      filter: ['==', ['get', 'id'], ''],
    },
  ];
}
