/**
 * The shortest decimal number whose nearest 32-bit float is `float`, so that a device's 23.4 is 23.4 and not 23.399999618530273, and
 * equals the same value sent as JSON.
 */
export function decimalOfFloat(float: number): number {
  // Most readings have few decimals; below 1000 four of them are at most seven digits, which a float tells apart.
  const rounded = Math.round(float * 1e4) / 1e4;
  if (Math.fround(rounded) === float && Math.abs(float) < 1000) return rounded;
  for (let digits = 6; digits < 9; digits += 1) {
    const shorter = Number(float.toPrecision(digits));
    if (Math.fround(shorter) === float) return shorter;
  }
  // Nine digits always tell floats apart (IEEE 754); NaN and infinity come back as they are.
  return Number(float.toPrecision(9));
}
