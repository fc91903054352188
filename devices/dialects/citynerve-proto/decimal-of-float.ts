/**
 * The shortest decimal number whose nearest 32-bit float is `float`, so that 23.4 sent as a float is read as 23.4 and
 * not as 23.399999618530273, and equals the same value sent as JSON. Zero, NaN and infinity are returned unchanged.
 */
export function decimalOfFloat(float: number): number {
  // Fast path for values with few decimals: below 1000, four decimals are at most seven digits, which a float
  // preserves.
  const rounded = Math.round(float * 1e4) / 1e4;
  if (Math.fround(rounded) === float && Math.abs(float) < 1000) return rounded;
  for (let digits = 6; digits < 9; digits += 1) {
    const shorter = Number(float.toPrecision(digits));
    if (Math.fround(shorter) === float) return shorter;
  }
  // Nine significant digits identify every float (IEEE 754).
  return Number(float.toPrecision(9));
}
