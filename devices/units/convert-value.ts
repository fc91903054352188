/** Applies a conversion, rounded to 12 significant digits; a value in the canonical unit is returned unchanged. */
export function convertValue(value: number, { factor, offset }: { factor: number; offset: number }): number {
  if (factor === 1 && offset === 0) return value;
  // Without rounding errors in the last bits 100 cm and 1 m are equal.
  return Number((value * factor + offset).toPrecision(12)) + 0;
}
