import type { Alert } from '../model/alert.ts';
import type { Effect } from '../model/effect.ts';
import { alertOf } from './test-alert.ts';

/** The default of `staleAfter`, city time. */
export const STALE_AFTER = 1_000_000;

/** A revision of an alert as an effect: `effectOf('a', 2)` has the id `a@2`. */
export const effectOf = (id: string, revision = 1, changes: Partial<Alert> = {}, staleAfter = STALE_AFTER): Effect => ({
  type: 'alert.publish',
  id: `${id}@${revision}`,
  staleAfter,
  alert: alertOf(id, { revision, ...changes }),
});
