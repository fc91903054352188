import { type Amendment, isAmended } from '../model/amendment.ts';
import type { Journalled } from '../model/journal-record.ts';

/** City time as the journal and amendments of the clock say; one for each fold. */
export interface ShiftClock {
  /**
   * The next record, its `receivedAt` later by what every amendment of its offset says, but never before that of an
   * earlier record: city time does not go back, neither where a range begins nor where it ends.
   */
  shift(record: Journalled): Journalled;
  /** Offsets at which a shift begins or ends, in order. */
  readonly edges: readonly number[];
  /** City time of the last record, milliseconds since 1970; null: there was none. It is part of a fold's checkpoint. */
  latest: number | null;
}

/** Where no amendment shifts the clock, records are given back as they are. */
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
    const said = here.reduce((sum, { millis }) => sum + millis, receivedAt);
    return Math.max(said, before ?? said);
  };
  return clock;
}
