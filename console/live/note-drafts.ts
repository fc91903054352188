import { type Signal, signal } from '@preact/signals';

const drafts = new Map<string, Signal<string>>();

/** The note that a person is writing about an alert: kept while its form comes and goes with the state of the alert. */
export function noteDraft(alertId: string): Signal<string> {
  const known = drafts.get(alertId) ?? signal('');
  drafts.set(alertId, known);
  return known;
}
