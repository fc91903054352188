import type {
  DataDrivenPropertyValueSpecification,
  ExpressionSpecification,
  FilterSpecification,
  StyleSpecification,
} from 'maplibre-gl';
import type { Language } from '../texts/language.ts';
import { chosenDeviceLayer, deviceLayers } from './device-layers.ts';
import { EMPTY } from './map-features.ts';
import type { Palette } from './palette.ts';

type ColourExpression = DataDrivenPropertyValueSpecification<string>;
type NumberExpression = DataDrivenPropertyValueSpecification<number>;

const severityOf: ExpressionSpecification = ['coalesce', ['feature-state', 'severity'], 'none'];

/** The whole style: no tiles, no glyphs, no sprite; letters are drawn from fonts of the machine. */
export function mapStyle(palette: Palette, language: Language): StyleSpecification {
  const { watch, warn, critical } = palette;
  const bySeverity = (calm: string): ColourExpression => [
    'match',
    severityOf,
    'critical',
    critical,
    'warn',
    warn,
    'watch',
    watch,
    calm,
  ];
  const heavierBySeverity = (calm: number, alarmed: number): NumberExpression => [
    'match',
    severityOf,
    'none',
    calm,
    alarmed,
  ];
  const kind = (...kinds: string[]): FilterSpecification => ['in', ['get', 'kind'], ['literal', kinds]];
  const geojson = { type: 'geojson', data: EMPTY, promoteId: 'id' } as const;
  const text = { 'text-font': ['sans-serif'], 'text-size': 12, 'text-padding': 6 };

  return {
    version: 8,
    sources: { zones: geojson, devices: geojson, marks: geojson, names: geojson },
    layers: [
      { id: 'ground', type: 'background', paint: { 'background-color': palette.ground } },
      {
        id: 'areas',
        type: 'fill',
        source: 'zones',
        filter: kind('cell', 'underpass', 'district'),
        paint: {
          'fill-color': bySeverity(palette.area),
          'fill-opacity': ['match', severityOf, 'critical', 0.34, 'warn', 0.26, 'watch', 0.18, 0.5],
        },
      },
      {
        id: 'area-lines',
        type: 'line',
        source: 'zones',
        filter: kind('cell'),
        paint: { 'line-color': palette.areaLine, 'line-width': 1 },
      },
      {
        id: 'drains',
        type: 'line',
        source: 'zones',
        filter: kind('drain'),
        paint: {
          'line-color': bySeverity(palette.drain),
          'line-width': heavierBySeverity(1.4, 3.5),
          'line-dasharray': [3, 2],
        },
      },
      {
        id: 'roads',
        type: 'line',
        source: 'zones',
        filter: kind('road'),
        layout: { 'line-cap': 'round', 'line-join': 'round' },
        paint: { 'line-color': bySeverity(palette.road), 'line-width': heavierBySeverity(2.6, 5) },
      },
      {
        id: 'district-lines',
        type: 'line',
        source: 'zones',
        filter: kind('district', 'city'),
        paint: { 'line-color': palette.districtLine, 'line-width': 1.6 },
      },
      {
        id: 'alarmed-lines',
        type: 'line',
        source: 'zones',
        filter: kind('cell', 'underpass', 'district', 'city'),
        paint: {
          'line-color': bySeverity(palette.areaLine),
          'line-width': 2.4,
          'line-opacity': heavierBySeverity(0, 1),
        },
      },
      {
        id: 'underpass-lines',
        type: 'line',
        source: 'zones',
        filter: kind('underpass'),
        paint: { 'line-color': bySeverity(palette.districtLine), 'line-width': heavierBySeverity(1.4, 3) },
      },
      {
        id: 'chosen-zone',
        type: 'line',
        source: 'zones',
        filter: ['==', ['get', 'id'], ''],
        paint: { 'line-color': palette.ink, 'line-width': 2.2, 'line-gap-width': 3 },
      },
      ...deviceLayers(palette),
      {
        id: 'names',
        type: 'symbol',
        source: 'names',
        layout: {
          ...text,
          'text-field': ['get', language],
          'symbol-sort-key': ['get', 'rank'],
          'text-anchor': 'top',
          'text-letter-spacing': ['match', ['get', 'kind'], 'district', 0.25, 0],
          'text-transform': ['match', ['get', 'kind'], 'district', 'uppercase', 'none'],
        },
        paint: { 'text-color': palette.label, 'text-halo-color': palette.halo, 'text-halo-width': 1.4 },
      },
      {
        id: 'marks',
        type: 'symbol',
        source: 'marks',
        layout: {
          ...text,
          'icon-image': ['get', 'severity'],
          'icon-allow-overlap': true,
          'icon-anchor': 'bottom',
          'text-field': ['get', 'text'],
          'text-justify': 'auto',
          'text-max-width': 14,
          'text-line-height': 1.15,
          'text-variable-anchor-offset': ['left', [1.1, -0.75], 'right', [-1.1, -0.75], 'top', [0, 0.3]],
          'text-optional': true,
          'symbol-sort-key': ['get', 'rank'],
        },
        paint: { 'text-color': palette.ink, 'text-halo-color': palette.halo, 'text-halo-width': 1.8 },
      },
      chosenDeviceLayer(palette),
    ],
  };
}
