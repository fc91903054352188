import { isClockAction } from '../model/clock-action.ts';
import type { ActionRecord } from '../model/journal-record.ts';
import type { CityClockOptions } from './city-clock.ts';
import { STEP_MILLIS } from './wall-time.ts';

/** What the last action about the clock in a journal says; null: there is none. */
export function pastOfClock(last: ActionRecord | null): NonNullable<CityClockOptions['past']> {
  if (last === null || !isClockAction(last.action) || last.action.type === 'clock.followed') {
    return { lastStanding: 'following', acceptedAheadMillis: 0 };
  }
  const aheadMillis = last.receivedAt - last.wallAt;
  const isSlewing = last.action.type === 'clock.accepted' && aheadMillis > STEP_MILLIS;
  return isSlewing
    ? { lastStanding: 'slewing', acceptedAheadMillis: aheadMillis }
    : { lastStanding: 'held', acceptedAheadMillis: 0 };
}
