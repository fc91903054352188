import type { QualityReason } from '../../model/quality.ts';
import type { Reading } from '../../model/reading.ts';

/** How many of the readings have each reason, in order of first appearance. */
export function countReasons(readings: readonly Pick<Reading, 'quality'>[]): ReadonlyMap<QualityReason, number> {
  const counts = new Map<QualityReason, number>();
  for (const { quality } of readings) {
    for (const reason of quality.reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  return counts;
}
