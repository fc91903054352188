import type { Alert } from '../../model/alert.ts';
import type { Effect } from '../../model/effect.ts';

/** As long as any word on an alert is worth telling. */
const STALE_AFTER_MILLIS = 3_600_000;

/** Tells destinations at a city time of an alert that was cleared outside of the fold. */
export const clearedEffect = (alert: Alert, cityTime: number): Effect => ({
  type: 'alert.publish',
  id: `${alert.id}@${alert.revision}`,
  staleAfter: cityTime + STALE_AFTER_MILLIS,
  alert,
});
