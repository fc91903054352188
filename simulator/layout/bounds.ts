import type { Zone } from '../../model/zone.ts';

/** Degrees (WGS 84). */
export interface Bounds {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}

/** The bounding box of a zone; in the demo city every area is a rectangle. */
export function boundsOf(zone: Zone): Bounds {
  const longitudes = zone.outline.map(([longitude]) => longitude);
  const latitudes = zone.outline.map(([, latitude]) => latitude);
  return {
    west: Math.min(...longitudes),
    south: Math.min(...latitudes),
    east: Math.max(...longitudes),
    north: Math.max(...latitudes),
  };
}
