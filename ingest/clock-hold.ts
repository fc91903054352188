import { isClockAction } from '../model/clock-action.ts';
import type { ClockHold } from '../model/clock-hold.ts';
import type { Journalled } from '../model/journal-record.ts';

/** The hold of the city's clock after a record, from the hold before it; null: the clock is followed. */
export function holdAfter(hold: ClockHold | null, record: Journalled): ClockHold | null {
  if (record.kind !== 'action' || !isClockAction(record.action)) return hold;
  const { action, receivedAt: since, offset } = record;
  if (action.type === 'clock.followed') return null;
  if (action.type === 'clock.accepted') return hold && { ...hold, isAccepted: true };
  return { since, offset, aheadMillis: action.aheadMillis, isTimeKnown: action.isTimeKnown, isAccepted: false };
}
