import type { Alert } from '../../model/alert.ts';

/** The next revision of an alert that the fold no longer has: cleared at a city time, with a reason. */
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
