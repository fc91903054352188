import type { StyleSpecification } from 'maplibre-gl';
import type { Language } from '../texts/language.ts';
import { chosenDeviceLayer, deviceLayers } from './device-layers.ts';
import { labelLayers } from './label-layers.ts';
import { EMPTY } from './map-features.ts';
import type { Palette } from './palette.ts';
import { zoneLayers } from './zone-layers.ts';

const GEOJSON = { type: 'geojson', data: EMPTY, promoteId: 'id' } as const;

/** The map's style, lowest layer first: no tiles, glyphs or sprites are fetched; labels use local fonts. */
export const mapStyle = (palette: Palette, language: Language): StyleSpecification => ({
  version: 8,
  sources: { zones: GEOJSON, devices: GEOJSON, marks: GEOJSON, names: GEOJSON },
  layers: [
    { id: 'ground', type: 'background', paint: { 'background-color': palette.ground } },
    ...zoneLayers(palette),
    ...deviceLayers(palette),
    ...labelLayers(palette, language),
    chosenDeviceLayer(palette),
  ],
});
