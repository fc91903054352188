/** Interval of the grid points in event time, at which estimates are made and scenarios are evaluated. */
export const GRID_MILLIS = 60_000;

/** The first grid point at or after an instant (milliseconds since 1970, UTC). */
export const gridPointFrom = (at: number): number => Math.ceil(at / GRID_MILLIS) * GRID_MILLIS;
