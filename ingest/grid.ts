/** Estimates are made, and scenarios judged, at multiples of this in event time. */
export const GRID_MILLIS = 60_000;

/** The first grid point at or after a moment: the only one that looks at it before any later reading. */
export const gridPointFrom = (at: number): number => Math.ceil(at / GRID_MILLIS) * GRID_MILLIS;
