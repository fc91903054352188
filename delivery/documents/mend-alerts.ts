import type { Alert } from '../../model/alert.ts';
import type { Effect } from '../../model/effect.ts';
import { clearedEffect } from './cleared-effect.ts';
import { withdrawAlert } from './withdraw-alert.ts';

const REASON =
  'the journal no longer leads to it, what it rested on was cut or lost: whether its condition still holds cannot be told from here';

/**
 * What documents have to be told of alerts once the fold has caught up. Of one journal, folded once, nothing: both
 * know the same. A fold that began behind a cut, or another engine that folded again, may not know an alert that is
 * listed as active; nobody would ever clear it, so it is withdrawn with a reason. One that the fold knows in another
 * revision is listed as the fold has it.
 */
export function mendAlerts(seen: {
  /** Active in the documents. */
  readonly listed: readonly Alert[];
  /** Active in the fold. */
  readonly active: readonly Alert[];
  readonly find: (alertId: string) => Alert | null;
  readonly cityTime: number;
}): { readonly alerts: readonly Alert[]; readonly effects: readonly Effect[] } {
  const { listed, active, find, cityTime } = seen;
  const known = new Set(active.map(({ id }) => id));
  const withdrawn = listed.filter(({ id }) => !known.has(id)).map((alert) => withdrawAlert(alert, cityTime, REASON));
  const differing = active.filter((alert) => !isSame(find(alert.id), alert));
  return {
    alerts: [...withdrawn, ...differing],
    // The others are told as a whole when the fold goes live.
    effects: withdrawn.map((alert) => clearedEffect(alert, cityTime)),
  };
}

const isSame = (listed: Alert | null, alert: Alert): boolean =>
  listed?.revision === alert.revision && listed.status === alert.status;
