import type { Alert } from './alert.ts';

/** What a list of alerts may be asked for: `active` is open or acknowledged. */
export const ALERT_STATUSES = ['active', 'open', 'acknowledged', 'cleared', 'all'] as const;

/** Which alerts are wanted, and how many; what is absent does not restrict. Times are milliseconds since 1970. */
export interface AlertFilter {
  readonly status: (typeof ALERT_STATUSES)[number];
  readonly scenarioId?: string;
  readonly zoneIds?: readonly string[];
  /** Only alerts that were not cleared before. */
  readonly from?: number;
  /** Only alerts that were raised before. */
  readonly until?: number;
  /** Only alerts behind this one in the order of lists. */
  readonly after?: Pick<Alert, 'raisedAt' | 'id'>;
  readonly limit: number;
}

/** The order of lists: newest first. */
export const newestFirst = (a: Pick<Alert, 'raisedAt' | 'id'>, b: Pick<Alert, 'raisedAt' | 'id'>): number =>
  b.raisedAt - a.raisedAt || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

/** Whether an alert is wanted. */
export function matchesAlert(alert: Alert, filter: AlertFilter): boolean {
  const { status, scenarioId, zoneIds, from, until, after } = filter;
  return (
    (status === 'all' || status === alert.status || (status === 'active' && alert.status !== 'cleared')) &&
    (scenarioId === undefined || alert.scenarioId === scenarioId) &&
    (zoneIds === undefined || zoneIds.includes(alert.zoneId)) &&
    (from === undefined || alert.clearedAt === null || alert.clearedAt >= from) &&
    (until === undefined || alert.raisedAt < until) &&
    (after === undefined || newestFirst(alert, after) > 0)
  );
}
