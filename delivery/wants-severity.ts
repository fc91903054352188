import type { Effect } from '../model/effect.ts';
import type { Severity } from '../model/scenario.ts';

/**
 * Returns the filter of alerts that ever had one of these severities: a destination that was told that an alert is
 * critical also gets that it eased or was cleared.
 */
export function wantsSeverity(severities: readonly Severity[]): (effect: Effect) => boolean {
  const wanted = new Set(severities);
  return ({ alert }) => wanted.has(alert.peakSeverity);
}
