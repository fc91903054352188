import type { Alert, AlertChange } from './alert.ts';

/** Which revision of which alert a node has dealt with, so that a retained alert that arrives again is not sent again. */
export interface AlertMemory {
  /** The changes that were not dealt with yet, oldest first; null when there is nothing new. Marks them as dealt with. */
  take(alert: Alert): readonly AlertChange[] | null;
  knows(alertId: string): boolean;
  /** Whether `take` would find changes. */
  isNews(alert: Alert): boolean;
  /** For the node's context. */
  snapshot(): readonly (readonly [id: string, revision: number])[];
}

const MOST_ALERTS = 2000;

/** Starts from what a snapshot says; anything else that may stand in a context counts as nothing. */
export function createAlertMemory(stored: unknown): AlertMemory {
  const revisions = new Map(Array.isArray(stored) ? stored.filter(isPair) : []);
  return {
    take(alert) {
      const known = revisions.get(alert.id) ?? 0;
      if (alert.revision <= known) return null;
      // Deleted first: what was heard of last is forgotten last.
      revisions.delete(alert.id);
      revisions.set(alert.id, alert.revision);
      const [oldest] = revisions.keys();
      if (revisions.size > MOST_ALERTS && oldest !== undefined) revisions.delete(oldest);
      // Each revision adds one line to the history.
      return alert.history.slice(-(alert.revision - known));
    },
    knows: (alertId) => revisions.has(alertId),
    isNews: ({ id, revision }) => revision > (revisions.get(id) ?? 0),
    snapshot: () => [...revisions],
  };
}

const isPair = (value: unknown): value is [string, number] =>
  Array.isArray(value) && typeof value[0] === 'string' && typeof value[1] === 'number';
