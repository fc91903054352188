/**
 * Rounds to six significant digits. Applied before comparisons with thresholds, so that the last bits of a sum, which
 * depend on the order of its terms, do not affect the result.
 */
export const roundSignificant = (value: number): number => Number(value.toPrecision(6));
