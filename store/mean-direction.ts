/** Sums of unit vectors shorter than this have no direction: what they point to is rounding. */
const SHORTEST = 1e-9;

/**
 * The circular mean in degrees, 0 to below 360, of directions whose unit vectors have these sums (sines, cosines);
 * rounded to a millionth of a degree. Null: they cancel out, as 0 and 180 do.
 */
export function meanDirection(sines: number, cosines: number): number | null {
  if (Math.hypot(sines, cosines) < SHORTEST) return null;
  const degrees = (Math.atan2(sines, cosines) * 180) / Math.PI;
  const rounded = Number(((degrees + 360) % 360).toFixed(6));
  return rounded === 360 ? 0 : rounded;
}
