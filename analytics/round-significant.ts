/**
 * Rounds to six significant digits before anything is decided, so that the last bits of a sum,
 * which depend on the order of its terms, never decide an alert.
 */
export const roundSignificant = (value: number): number => Number(value.toPrecision(6));
