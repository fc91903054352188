import type { Alert } from '../../model/alert.ts';
import type { Effect } from '../../model/effect.ts';
import { clearedEffect } from './cleared-effect.ts';
import { withdrawAlert } from './withdraw-alert.ts';
import { WITHDRAWN_REASONS } from './withdrawn-reasons.ts';

/**
 * The differences between the alerts in the documents and those of the fold, once the fold has caught up. Normally
 * there are none. A fold that began after records that retention has deleted, or one of another version, may not have
 * an alert that the documents list as active. Nothing would ever clear that alert, so it is withdrawn with a reason. An
 * alert that the fold has in another revision is written as the fold has it.
 */
export function reconcileAlerts(seen: {
  /** Active in the documents. */
  readonly listed: readonly Alert[];
  /** Active in the fold. */
  readonly active: readonly Alert[];
  readonly find: (alertId: string) => Alert | null;
  readonly cityTime: number;
}): { readonly alerts: readonly Alert[]; readonly effects: readonly Effect[] } {
  const { listed, active, find, cityTime } = seen;
  const known = new Set(active.map(({ id }) => id));
  const withdrawn = listed
    .filter(({ id }) => !known.has(id))
    .map((alert) => withdrawAlert(alert, cityTime, WITHDRAWN_REASONS.lost));
  const differing = active.filter((alert) => !isSame(find(alert.id), alert));
  return {
    alerts: [...withdrawn, ...differing],
    // The others are published with the whole set of active alerts when the fold is live.
    effects: withdrawn.map((alert) => clearedEffect(alert, cityTime)),
  };
}

const isSame = (listed: Alert | null, alert: Alert): boolean =>
  listed?.revision === alert.revision && listed.status === alert.status;
