import { civilDate } from '../../model/civil-time.ts';
import type { StandardsPack } from '../../model/standards-pack.ts';

/**
 * The edition of a standard in force on the civil date of an observation, in the city's time zone. Of several the one
 * with the highest version, because a correction replaces what it corrects. Null: none is in force.
 */
export function editionInForce(
  packs: Iterable<StandardsPack>,
  id: string,
  observedAt: number,
  timeZone: string,
): StandardsPack | null {
  let best: StandardsPack | null = null;
  for (const pack of packs) {
    if (pack.id !== id || !isInForce(pack, observedAt, timeZone)) continue;
    if (best === null || compareVersions(pack.version, best.version) > 0) best = pack;
  }
  return best;
}

function isInForce({ effectiveFrom, effectiveUntil }: StandardsPack, observedAt: number, timeZone: string): boolean {
  if (effectiveFrom === null && effectiveUntil === null) return true;
  const date = civilDate(observedAt, timeZone);
  return (effectiveFrom === null || date >= effectiveFrom) && (effectiveUntil === null || date < effectiveUntil);
}

/** Compares by numbers: `2026.10` is higher than `2026.9`. */
function compareVersions(a: string, b: string): number {
  const [left, right] = [a.split('.'), b.split('.')];
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const difference = Number(left[index] ?? 0) - Number(right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
