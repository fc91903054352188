/** Degrees that count as one length unit: the side of a cell. */
const CELL_DEGREES = 0.03;

/** Metres in a side of a cell (of latitude; the shorter degrees of longitude are counted as equal). */
export const METRES_PER_CELL = 3_300;

/** A place in cells east and north of 0° (the lengths of storms, wind and distances). */
export function positionOf(place: { readonly longitude: number; readonly latitude: number }): {
  readonly east: number;
  readonly north: number;
} {
  return { east: place.longitude / CELL_DEGREES, north: place.latitude / CELL_DEGREES };
}

/** A distance in degrees. */
export const degreesOf = (metres: number): number => (metres / METRES_PER_CELL) * CELL_DEGREES;
