/** Removes the rounding errors of doubles (55.00000000000001 for 55), which rounding would turn into another number. */
export const exact = (value: number): number => Math.round(value * 1e9) / 1e9;
