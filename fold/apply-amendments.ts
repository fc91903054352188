import { type MonoTypeOperatorFunction, map } from 'rxjs';
import type { Amendment } from '../model/amendment.ts';
import type { AmendmentRecord, JournalBatch } from '../model/journal-record.ts';
import type { ShiftClock } from './shift-clock.ts';

/**
 * Applies the clock amendments to batches. `onAmendment` is called for each amendment in the journal that was not
 * known when the fold began: where it changes a fold (`changesFold`), the fold must then be restarted from a
 * checkpoint before the range of the amendment. Until then city time goes on in this fold as it was.
 */
export function applyAmendments(
  amendments: readonly Amendment[],
  clock: ShiftClock,
  onAmendment: (amendment: AmendmentRecord) => void,
): MonoTypeOperatorFunction<JournalBatch> {
  const known = new Set(amendments.map(({ amendmentId }) => amendmentId));
  return map((batch) => {
    for (const record of batch.records) {
      if (record.kind !== 'amendment' || known.has(record.amendmentId)) continue;
      known.add(record.amendmentId);
      clock.ignore({ ...record, untilOffset: record.untilOffset ?? record.offset });
      onAmendment(record);
    }
    return { ...batch, records: batch.records.map(clock.shift) };
  });
}
