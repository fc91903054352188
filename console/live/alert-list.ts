import type { Severity } from '../../model/scenario.ts';
import type { ListedAlert } from './api-types.ts';

/** Alerts by id, the newest revision of each. */
export type AlertMap = ReadonlyMap<string, ListedAlert>;

const RANK: Readonly<Record<Severity, number>> = { watch: 0, warn: 1, critical: 2 };

/** The alerts with newer revisions merged in; an older revision changes nothing. */
export function withNews(held: AlertMap, news: readonly ListedAlert[]): AlertMap {
  const merged = new Map(held);
  for (const alert of news) {
    const known = merged.get(alert.id);
    if (!known || known.revision <= alert.revision) merged.set(alert.id, alert);
  }
  return merged;
}

/**
 * The alerts after the list was loaded again: the server's answer, those already cleared, and what the stream published
 * while the request was in flight (where `now` differs from `before`).
 */
export function reloaded(before: AlertMap, now: AlertMap, answer: readonly ListedAlert[]): AlertMap {
  const kept = [...now.values()].filter(
    (alert) => alert.status === 'cleared' || before.get(alert.id)?.revision !== alert.revision,
  );
  return withNews(new Map(kept.map((alert) => [alert.id, alert])), answer);
}

/** Active before ended, unacknowledged before acknowledged, worse before better, newer before older. */
export function compareAlerts(a: ListedAlert, b: ListedAlert): number {
  const order = { open: 0, acknowledged: 1, cleared: 2 };
  if (order[a.status] !== order[b.status]) return order[a.status] - order[b.status];
  if (a.status !== 'cleared' && a.severity !== b.severity) return RANK[b.severity] - RANK[a.severity];
  return b.raisedAt - a.raisedAt || (a.id < b.id ? -1 : 1);
}

/** Highest severity of the active alerts in each zone. */
export function severityByZone(alerts: Iterable<ListedAlert>): ReadonlyMap<string, Severity> {
  const worst = new Map<string, Severity>();
  for (const alert of alerts) {
    if (alert.status === 'cleared') continue;
    const known = worst.get(alert.zoneId);
    if (!known || RANK[alert.severity] > RANK[known]) worst.set(alert.zoneId, alert.severity);
  }
  return worst;
}
