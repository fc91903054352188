import type { Alert } from '../../model/alert.ts';
import type { Effect } from '../../model/effect.ts';

/** As long as any word on an alert is worth telling. */
const STALE_AFTER_MILLIS = 3_600_000;

const REASON =
  'the journal no longer leads to it, what it rested on was cut or lost: whether its condition still holds cannot be told from here';

/**
 * What documents have to be told of alerts once the fold has caught up. Of one journal, folded once, nothing: both know the same. A fold
 * that began behind a cut, or another engine that folded again, may not know an alert that is listed as active; nobody would ever clear
 * it, so it is withdrawn with a reason. One that the fold knows in another revision is listed as the fold has it.
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
  const withdrawn = listed.filter(({ id }) => !known.has(id)).map((alert) => withdraw(alert, cityTime));
  const differing = active.filter((alert) => !isSame(find(alert.id), alert));
  return {
    alerts: [...withdrawn, ...differing],
    // The others are told as a whole when the fold goes live.
    effects: withdrawn.map((alert) => ({
      type: 'alert.publish',
      id: `${alert.id}@${alert.revision}`,
      staleAfter: cityTime + STALE_AFTER_MILLIS,
      alert,
    })),
  };
}

const isSame = (listed: Alert | null, alert: Alert): boolean =>
  listed?.revision === alert.revision && listed.status === alert.status;

function withdraw(alert: Alert, cityTime: number): Alert {
  const change = {
    at: cityTime,
    change: 'withdrawn',
    severity: alert.severity,
    by: 'citynerve',
    reason: REASON,
  } as const;
  return {
    ...alert,
    revision: alert.revision + 1,
    status: 'cleared',
    clearedAt: cityTime,
    history: [...alert.history, change],
  };
}
