import { type Alert, type AlertChange, isAtLeast, SEVERITIES, type Severity } from './alert.ts';
import type { AlertEvent } from './alert-sentence.ts';

/**
 * What the new changes of an alert mean to a node that cares from `least` upwards, oldest first. An alert that grows from milder to
 * `least` is opened for this node, and eases or clears for it only when it was that grave before.
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

/** The event that a node asks for among those that happened; null when it is not there. `any` is told of the newest. */
export function chooseEvent(
  events: readonly AlertEvent[],
  wanted: AlertEvent | 'any',
  alert: Alert,
): AlertEvent | null {
  if (wanted === 'any') return events.at(-1) ?? null;
  // What opened and cleared again while nobody listened is no news of something open.
  if (alert.isCleared && wanted !== 'cleared') return null;
  return events.includes(wanted) ? wanted : null;
}

/** The mildest severity: every alert is at least this grave. */
export const MILDEST: Severity = SEVERITIES[0];

function eventOf(change: string): AlertEvent {
  if (change === 'escalated' || change === 'eased' || change === 'cleared') return change;
  return change === 'withdrawn' ? 'cleared' : 'changed';
}
