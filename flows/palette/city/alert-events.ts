import { type Alert, type AlertChange, isAtLeast, SEVERITIES, type Severity } from './alert.ts';
import type { AlertEvent } from './alert-sentence.ts';

/**
 * The events that new changes of an alert mean to a node with the severity filter `least`, oldest first. An alert that
 * escalates to `least` is `opened` for this node, and `eased` or `cleared` only when it had reached `least` before.
 */
export function alertEvents(alert: Alert, news: readonly AlertChange[], least: Severity): readonly AlertEvent[] {
  const known = alert.history.slice(0, alert.history.length - news.length);
  let hasBeenGrave = known.some(({ severity }) => isAtLeast(severity, least));
  const events: AlertEvent[] = [];
  for (const { change, severity } of news) {
    const isGrave = isAtLeast(severity, least);
    if (isGrave && !hasBeenGrave) {
      hasBeenGrave = true;
      events.push('opened');
    } else if (hasBeenGrave) {
      events.push(eventOf(change));
    }
  }
  return events;
}

/** The event that a node is set to among those that occurred; null: none. `any` gives the newest. */
export function chooseEvent(
  events: readonly AlertEvent[],
  wanted: AlertEvent | 'any',
  alert: Alert,
): AlertEvent | null {
  if (wanted === 'any') return events.at(-1) ?? null;
  // An alert that opened and cleared while the node was not connected is not reported as opened.
  if (alert.isCleared && wanted !== 'cleared') return null;
  return events.includes(wanted) ? wanted : null;
}

/** The lowest severity. */
export const MILDEST: Severity = SEVERITIES[0];

function eventOf(change: string): AlertEvent {
  if (change === 'escalated' || change === 'eased' || change === 'cleared') return change;
  return change === 'withdrawn' ? 'cleared' : 'changed';
}
