import type { Alert, AlertChange } from './alert.ts';

/**
 * Newest revision of each alert that a node has processed, so that a retained alert that comes again is not sent again.
 */
export interface SeenRevisions {
  /** The changes that are new, oldest first, and from now on not new; null: none. */
  take(alert: Alert): readonly AlertChange[] | null;
  knows(alertId: string): boolean;
  /** Whether `take` would return changes. */
  isNew(alert: Alert): boolean;
  /** To be kept in the node's context. */
  snapshot(): readonly (readonly [id: string, revision: number])[];
}

const MOST_ALERTS = 2000;

/** Restores a snapshot; anything else in the context counts as an empty one. */
export function createSeenRevisions(stored: unknown): SeenRevisions {
  const revisions = new Map(Array.isArray(stored) ? stored.filter(isPair) : []);
  return {
    take(alert) {
      const known = revisions.get(alert.id) ?? 0;
      if (alert.revision <= known) return null;
      // Deleted first, so that the order is that of the last update.
      revisions.delete(alert.id);
      revisions.set(alert.id, alert.revision);
      const [oldest] = revisions.keys();
      if (revisions.size > MOST_ALERTS && oldest !== undefined) revisions.delete(oldest);
      // Each revision adds one change to the history.
      return alert.history.slice(-(alert.revision - known));
    },
    knows: (alertId) => revisions.has(alertId),
    isNew: ({ id, revision }) => revision > (revisions.get(id) ?? 0),
    snapshot: () => [...revisions],
  };
}

const isPair = (value: unknown): value is [string, number] =>
  Array.isArray(value) && typeof value[0] === 'string' && typeof value[1] === 'number';
