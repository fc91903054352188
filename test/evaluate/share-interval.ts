/** The standard normal quantile of a two-sided 95 % interval. */
const Z = 1.96;

/**
 * The 95 % interval of a share of which `hits` of `count` were seen (Wilson, 1927): [low, high], each from 0 to 1. Null
 * where nothing was seen.
 */
export function shareInterval(hits: number, count: number): readonly [number, number] | null {
  if (count === 0) return null;
  const share = hits / count;
  const middle = share + (Z * Z) / (2 * count);
  const half = Z * Math.sqrt((share * (1 - share)) / count + (Z * Z) / (4 * count * count));
  const whole = 1 + (Z * Z) / count;
  return [Math.max(0, (middle - half) / whole), Math.min(1, (middle + half) / whole)];
}
