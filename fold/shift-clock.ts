import { type Amendment, isAmended } from '../model/amendment.ts';
import type { Journalled } from '../model/journal-record.ts';

/** Applies amendments of the clock to the city time of records; one instance per fold. */
export interface ShiftClock {
  /**
   * Returns the next record with all shifts of its offset added to `receivedAt`, but never earlier than the record
   * before: city time does not go back at the begin or end of a range.
   */
  shift(record: Journalled): Journalled;
  /**
   * The fold does not apply this amendment, but from its end on the gateway has moved its clock by it: what follows is
   * shifted back, so that city time goes on in this fold as it was. Once for each amendment, however often it is
   * called.
   */
  ignore(amendment: Amendment): void;
  /** Offsets at which a shift begins or ends, in ascending order. */
  readonly edges: readonly number[];
  /** City time of the last record, milliseconds since 1970, UTC; null: none yet. Saved in checkpoints. */
  latest: number | null;
}

interface Shift extends Pick<Amendment, 'fromOffset' | 'untilOffset'> {
  readonly millis: number;
  /** Of the wall time, whatever was said of the record before. */
  readonly ofWall: boolean;
}

/**
 * Creates the clock of a fold. Without amendments of the clock, records in the order of time are returned unchanged.
 */
export function createShiftClock(amendments: readonly Amendment[]): ShiftClock {
  const shifts: Shift[] = amendments.flatMap(({ fromOffset, untilOffset, amendment }) =>
    amendment.type === 'clock-shifted'
      ? [{ fromOffset, untilOffset, millis: amendment.millis, ofWall: amendment.ofWall ?? false }]
      : [],
  );
  const edges = shifts.flatMap(({ fromOffset, untilOffset }) =>
    [fromOffset, untilOffset].filter((edge) => edge !== null),
  );
  const ignored = new Set<string>();
  const clock: ShiftClock = {
    edges: edges.sort((a, b) => a - b),
    latest: null,
    shift(record) {
      const before = clock.latest;
      const receivedAt = timeOf(record, before);
      clock.latest = receivedAt;
      if (shifts.length === 0 && receivedAt === record.receivedAt) return record;
      if (record.kind === 'gap') return { ...record, receivedAt, since: before ?? receivedAt };
      return { ...record, receivedAt };
    },
    ignore({ amendmentId, untilOffset, amendment }) {
      if (ignored.has(amendmentId)) return;
      ignored.add(amendmentId);
      if (amendment.type !== 'clock-shifted' || amendment.movedMillis === undefined || untilOffset === null) return;
      shifts.push({ fromOffset: untilOffset, untilOffset: null, millis: -amendment.movedMillis, ofWall: false });
    },
  };
  const timeOf = ({ offset, receivedAt, wallAt }: Journalled, before: number | null): number => {
    let shifted = receivedAt;
    for (const shift of shifts)
      if (isAmended(shift, offset)) shifted = (shift.ofWall ? wallAt : shifted) + shift.millis;
    return before === null ? shifted : Math.max(shifted, before);
  };
  return clock;
}
