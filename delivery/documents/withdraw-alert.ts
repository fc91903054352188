import type { Alert } from '../../model/alert.ts';

/**
 * The next revision of an alert that the journal does not lead to (any more): cleared, for a reason, at a city time.
 */
export function withdrawAlert(alert: Alert, cityTime: number, reason: string): Alert {
  const change = { at: cityTime, change: 'withdrawn', severity: alert.severity, by: 'citynerve', reason } as const;
  return {
    ...alert,
    revision: alert.revision + 1,
    status: 'cleared',
    clearedAt: cityTime,
    history: [...alert.history, change],
  };
}
