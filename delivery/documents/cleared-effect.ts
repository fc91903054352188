import type { Alert } from '../../model/alert.ts';
import type { Effect } from '../../model/effect.ts';

/** The stated age of the effect, the same as that of all effects of alerts. */
const STALE_AFTER_MILLIS = 3_600_000;

/** The effect by which destinations get an alert that was cleared outside of the fold. `cityTime` in milliseconds. */
export const clearedEffect = (alert: Alert, cityTime: number): Effect => ({
  type: 'alert.publish',
  id: `${alert.id}@${alert.revision}`,
  staleAfter: cityTime + STALE_AFTER_MILLIS,
  alert,
});
