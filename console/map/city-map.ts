import { type GeoJSONSource, Map as MapLibre, setWorkerUrl } from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import 'maplibre-gl/dist/maplibre-gl.css';
import type { Language } from '../texts/language.ts';
import type { FeatureCollection } from './map-features.ts';
import { mapStyle } from './map-style.ts';
import type { Palette } from './palette.ts';
import { addSeverityIcons } from './severity-icons.ts';

// Without this the map stays blank: the bundler moves the worker, and MapLibre looks for it beside its own file.
setWorkerUrl(workerUrl);

/** Sources that the page fills. */
export type SourceName = 'zones' | 'devices' | 'marks' | 'names';
type Bounds = [number, number, number, number];

/** The map as the page needs it. */
export interface CityMap {
  fill(source: SourceName, features: FeatureCollection): void;
  /** Sets the state of one zone or device; cheap, unlike replacing a source. */
  mark(source: 'zones' | 'devices', id: string, state: Readonly<Record<string, string>>): void;
  choose(layer: 'chosen-zone' | 'chosen-device', id: string | null): void;
  speak(language: Language): void;
  fit(bounds: Bounds): void;
  /** Moves only as far as needed to show a point. */
  reveal(position: readonly [number, number]): void;
  zoomBy(steps: number): void;
  close(): void;
}

/** Draws the city into an element; resolves when it can be filled, rejects where WebGL is missing. */
export async function createCityMap(
  host: HTMLElement,
  options: {
    readonly palette: Palette;
    readonly language: Language;
    readonly title: string;
    readonly onPick: (picked: { readonly deviceId: string } | { readonly zoneId: string } | null) => void;
  },
): Promise<CityMap> {
  const map = new MapLibre({
    container: host,
    style: mapStyle(options.palette, options.language),
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    maxPitch: 0,
    renderWorldCopies: false,
    fadeDuration: 0,
    locale: { 'Map.Title': options.title },
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  addSeverityIcons(map, options.palette);
  listenToPicks(map, options.onPick);
  await map.once('load');

  return {
    fill: (source, features) => void map.getSource<GeoJSONSource>(source)?.setData(features),
    mark: (source, id, state) => void map.setFeatureState({ source, id }, state),
    choose: (layer, id) => void map.setFilter(layer, ['==', ['get', 'id'], id ?? '']),
    speak: (language) => void map.setLayoutProperty('names', 'text-field', ['get', language]),
    fit: (bounds) => void map.fitBounds(bounds, { padding: 36, maxZoom: 15, duration: 300 }),
    reveal: (position) => {
      const at: [number, number] = [position[0], position[1]];
      if (!map.getBounds().contains(at)) map.easeTo({ center: at, duration: 300 });
    },
    zoomBy: (steps) => void map.zoomTo(map.getZoom() + steps, { duration: 200 }),
    close: () => map.remove(),
  };
}

/** Half the width of the box around a tap in which a device counts as hit: a finger is wider than a circle. */
const REACH_PIXELS = 7;
const PICKABLE_AREAS = ['roads', 'drains', 'areas'];

function listenToPicks(map: MapLibre, onPick: Parameters<typeof createCityMap>[1]['onPick']): void {
  map.on('click', ({ point: { x, y } }) => {
    const box: [[number, number], [number, number]] = [
      [x - REACH_PIXELS, y - REACH_PIXELS],
      [x + REACH_PIXELS, y + REACH_PIXELS],
    ];
    const [device] = map.queryRenderedFeatures(box, { layers: ['devices'] });
    if (device) return onPick({ deviceId: String(device.properties['id']) });
    const hits = map.queryRenderedFeatures([x, y], { layers: PICKABLE_AREAS });
    // The innermost: a district lies under its cells, a cell under its underpass.
    const order = ['underpass', 'road', 'drain', 'cell', 'district'];
    const rank = (feature: (typeof hits)[number]) => order.indexOf(String(feature.properties['kind']));
    const [zone] = hits.sort((a, b) => rank(a) - rank(b));
    onPick(zone ? { zoneId: String(zone.properties['id']) } : null);
  });
  map.on('mouseenter', 'devices', () => {
    map.getCanvas().style.cursor = 'pointer';
  });
  map.on('mouseleave', 'devices', () => {
    map.getCanvas().style.cursor = '';
  });
}
