import type { SymbolLayerSpecification } from 'maplibre-gl';
import type { Language } from '../texts/language.ts';
import type { Palette } from './palette.ts';

const TEXT = { 'text-font': ['sans-serif'], 'text-size': 12, 'text-padding': 6 };

/**
 * Names of zones, over them the words of alerts, over them the marks of alerts. The upper layers are placed first: no
 * word hides a mark, and no name a word.
 */
export const labelLayers = (palette: Palette, language: Language): readonly SymbolLayerSpecification[] => [
  {
    id: 'names',
    type: 'symbol',
    source: 'names',
    layout: {
      ...TEXT,
      'text-field': ['get', language],
      'symbol-sort-key': ['get', 'rank'],
      'text-anchor': 'top',
      'text-letter-spacing': ['match', ['get', 'kind'], 'district', 0.25, 0],
      'text-transform': ['match', ['get', 'kind'], 'district', 'uppercase', 'none'],
    },
    paint: { 'text-color': palette.label, 'text-halo-color': palette.halo, 'text-halo-width': 1.4 },
  },
  {
    id: 'mark-words',
    type: 'symbol',
    source: 'marks',
    layout: {
      ...TEXT,
      // Beside its own mark, 13 pixels from the middle of 20.
      'text-padding': 1,
      'text-field': ['get', 'text'],
      'text-justify': 'auto',
      'text-max-width': 14,
      'text-line-height': 1.15,
      'text-variable-anchor-offset': ['left', [1.1, -0.75], 'right', [-1.1, -0.75], 'top', [0, 0.3]],
      'symbol-sort-key': ['get', 'rank'],
    },
    paint: { 'text-color': palette.ink, 'text-halo-color': palette.halo, 'text-halo-width': 1.8 },
  },
  {
    id: 'marks',
    type: 'symbol',
    source: 'marks',
    layout: {
      'icon-image': ['get', 'severity'],
      'icon-allow-overlap': true,
      'icon-anchor': 'bottom',
      'symbol-sort-key': ['get', 'rank'],
    },
  },
];
