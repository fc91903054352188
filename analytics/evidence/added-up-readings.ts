import type { Evidence } from '../../model/evidence.ts';

/**
 * Number of readings of amounts that evidence does not list one by one, because their device sent more than 60 in a
 * minute. They stand in sums, which cannot be compared with one record of the journal.
 */
export function addedUpReadings(evidence: readonly Evidence[]): number {
  const sums = new Map<string, number>();
  const states = evidence.flatMap(({ window }) => Object.values(window?.states ?? {}).flat());
  for (const { contributors } of states) {
    for (const { deviceId, channel, observedAt, count } of contributors)
      if (count !== undefined) sums.set(JSON.stringify([deviceId, channel, observedAt]), count);
  }
  return sums.values().reduce((total, count) => total + count, 0);
}
