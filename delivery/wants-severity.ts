import type { Effect } from '../model/effect.ts';
import type { Severity } from '../model/scenario.ts';

/** Whether an alert ever had one of these severities: who was told that it is critical is also told that it eased or ended. */
export function wantsSeverity(severities: readonly Severity[]): (effect: Effect) => boolean {
  const wanted = new Set(severities);
  return ({ alert }) => wanted.has(alert.peakSeverity);
}
