import type { ActiveAlerts } from './active-alerts.ts';

/**
 * Updates `isUnwatched` of the active alerts of a scenario that was switched: while it is off they are neither cleared
 * nor eased, and this must be visible.
 */
export function markUnwatched(
  alerts: ActiveAlerts,
  scenarioId: string,
  now: {
    readonly isWatching: (scenarioId: string, zoneId: string) => boolean;
    /** City time. */
    readonly at: number;
    /** Why it is off; null: no reason was given. */
    readonly why: string | null;
  },
): void {
  for (const alert of alerts.active()) {
    if (alert.scenarioId !== scenarioId) continue;
    const isWatched = now.isWatching(scenarioId, alert.zoneId);
    if (isWatched === (alert.isUnwatched === undefined)) continue;
    const reason = isWatched ? 'watched again' : `not watched: ${now.why ?? 'switched off'}`;
    alerts.change(alert, { at: now.at, change: 'amended', reason, isWatched, basis: { kind: 'switch' } });
  }
}
