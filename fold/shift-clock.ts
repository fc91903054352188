import { type Amendment, isAmended } from '../model/amendment.ts';
import type { Journalled } from '../model/journal-record.ts';

/** Records as amendments of the clock say: `receivedAt` is shifted by what every amendment of its offset says. Null: there is none to apply. */
export function createShiftClock(amendments: readonly Amendment[]): ((record: Journalled) => Journalled) | null {
  const shifts = amendments.flatMap((each) =>
    each.amendment.type === 'clock-shifted' ? [{ ...each, millis: each.amendment.millis }] : [],
  );
  if (shifts.length === 0) return null;
  return (record) => {
    const here = shifts.filter((shift) => isAmended(shift, record.offset));
    const millis = here.reduce((sum, shift) => sum + shift.millis, 0);
    return millis === 0 ? record : { ...record, receivedAt: record.receivedAt + millis };
  };
}
