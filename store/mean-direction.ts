import { PROPERTIES } from '../model/property.ts';
import type { AggregateQuery } from '../model/series-store.ts';

/**
 * Whether a query asks for the mean of directions, which is not the mean of their numbers: 350 and 10 have the mean 0.
 */
export const isMeanDirection = ({ function: name, property }: AggregateQuery): boolean =>
  name === 'mean' && property !== undefined && PROPERTIES[property].kind === 'direction';

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
