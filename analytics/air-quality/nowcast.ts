import type { StandardsPack } from '../../model/standards-pack.ts';
import { packValue } from '../standards/pack-value.ts';

/**
 * NowCast of particles (US EPA): a weighted mean of the last hours, in which newer hours weigh the more, the more the
 * concentration varies. `newestFirst`: hourly means, null where one is missing. Returns null where too many of the
 * latest hours are missing.
 */
export function nowcastIn(pack: StandardsPack, newestFirst: readonly (number | null)[]): number | null {
  const value = (row: string): number => packValue([pack], row);
  const hours = newestFirst.slice(0, value('nowcastHours'));
  const latest = hours.slice(0, value('nowcastLatestHours')).filter((hour) => hour !== null);
  if (latest.length < value('nowcastLatestLeast')) return null;
  const known = hours.filter((hour) => hour !== null);
  const highest = Math.max(...known);
  // All hours at zero: no variation.
  const steadiness = highest > 0 ? Math.min(...known) / highest : 1;
  const factor = Math.max(steadiness, value('nowcastLeastWeight'));
  let [weight, weights, sum] = [1, 0, 0];
  for (const hour of hours) {
    if (hour !== null) {
      weights += weight;
      sum += weight * hour;
    }
    weight *= factor;
  }
  return sum / weights;
}
