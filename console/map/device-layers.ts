import type { CircleLayerSpecification, DataDrivenPropertyValueSpecification } from 'maplibre-gl';
import type { Palette } from './palette.ts';

type Expression<T> = DataDrivenPropertyValueSpecification<T>;

/** Style by a device's state: good is plain, suspect is ringed, bad is a bold ring, silent a faint one. */
const byState = <T>(good: T, suspect: T, bad: T, silent: T): Expression<T> =>
  [
    'match',
    ['coalesce', ['feature-state', 'state'], 'silent'],
    'good',
    good,
    'suspect',
    suspect,
    'bad',
    bad,
    silent,
  ] as Expression<T>;

/** Smaller while the whole of a large city is seen, so that its devices do not hide it. */
const growing = (far: Expression<number> | number, near: Expression<number> | number): Expression<number> =>
  ['interpolate', ['linear'], ['zoom'], 10.5, far, 13.5, near] as Expression<number>;

/** Devices as circles that show their state by shape and lightness; colour is reserved for severity. */
export function deviceLayers(palette: Palette): readonly CircleLayerSpecification[] {
  const { quiet, ink, ground } = palette;
  return [
    {
      id: 'devices',
      type: 'circle',
      source: 'devices',
      paint: {
        'circle-color': byState(quiet, ink, ground, ground),
        'circle-radius': growing(byState(2.4, 1.8, 2.8, 1.8), byState(4, 2.8, 4, 2.6)),
        'circle-stroke-color': byState(ground, ground, ink, quiet),
        'circle-stroke-width': byState(1, 1.5, 2.4, 1),
      },
    },
    {
      id: 'suspect-rings',
      type: 'circle',
      source: 'devices',
      paint: {
        'circle-color': ground,
        'circle-opacity': 0,
        'circle-radius': growing(3.8, 5.6),
        'circle-stroke-color': ink,
        'circle-stroke-width': 1.3,
        'circle-stroke-opacity': byState(0, 1, 0, 0),
      },
    },
  ];
}

/** A ring around the chosen device, over everything else. */
export const chosenDeviceLayer = (palette: Palette): CircleLayerSpecification => ({
  id: 'chosen-device',
  type: 'circle',
  source: 'devices',
  filter: ['==', ['get', 'id'], ''],
  paint: {
    'circle-color': palette.ground,
    'circle-opacity': 0,
    'circle-radius': 9,
    'circle-stroke-color': palette.ink,
    'circle-stroke-width': 2,
  },
});
