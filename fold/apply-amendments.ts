import { type MonoTypeOperatorFunction, map } from 'rxjs';
import type { Amendment } from '../model/amendment.ts';
import type { JournalBatch } from '../model/journal-record.ts';
import type { ShiftClock } from './shift-clock.ts';

/**
 * Batches as a fold takes them: clocks shifted as amendments say. `onAmendment` is told of each amendment that the fold
 * did not know when it began; what it folds from there on is folded again by one that begins anew.
 */
export function applyAmendments(
  amendments: readonly Amendment[],
  clock: ShiftClock,
  onAmendment: (amendment: Amendment) => void,
): MonoTypeOperatorFunction<JournalBatch> {
  const known = new Set(amendments.map(({ amendmentId }) => amendmentId));
  return map((batch) => {
    for (const record of batch.records) {
      if (record.kind !== 'amendment' || known.has(record.amendmentId)) continue;
      known.add(record.amendmentId);
      onAmendment(record);
    }
    return { ...batch, records: batch.records.map(clock.shift) };
  });
}
