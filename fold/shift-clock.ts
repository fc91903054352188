import { type Amendment, isAmended } from '../model/amendment.ts';
import type { Journalled } from '../model/journal-record.ts';

/** Applies amendments of the clock to the city time of records; one instance per fold. */
export interface ShiftClock {
  /**
   * Returns the next record with all shifts of its offset added to `receivedAt`, but never earlier than the record
   * before: city time does not go back at the begin or end of a range.
   */
  shift(record: Journalled): Journalled;
  /** Offsets at which a shift begins or ends, in ascending order. */
  readonly edges: readonly number[];
  /** City time of the last record, milliseconds since 1970, UTC; null: none yet. Saved in checkpoints. */
  latest: number | null;
}

/** Creates the clock of a fold. Without amendments of the clock, records are returned unchanged. */
export function createShiftClock(amendments: readonly Amendment[]): ShiftClock {
  const shifts = amendments.flatMap((each) =>
    each.amendment.type === 'clock-shifted' ? [{ ...each, millis: each.amendment.millis }] : [],
  );
  const edges = shifts.flatMap(({ fromOffset, untilOffset }) =>
    [fromOffset, untilOffset].filter((edge) => edge !== null),
  );
  const clock: ShiftClock = {
    edges: edges.sort((a, b) => a - b),
    latest: null,
    shift(record) {
      const before = clock.latest;
      if (shifts.length === 0) {
        clock.latest = record.receivedAt;
        return record;
      }
      const receivedAt = timeOf(record, before);
      clock.latest = receivedAt;
      if (record.kind === 'gap') return { ...record, receivedAt, since: before ?? receivedAt };
      return { ...record, receivedAt };
    },
  };
  const timeOf = ({ offset, receivedAt }: Journalled, before: number | null): number => {
    const here = shifts.filter((shift) => isAmended(shift, offset));
    const shifted = here.reduce((sum, { millis }) => sum + millis, receivedAt);
    return Math.max(shifted, before ?? shifted);
  };
  return clock;
}
