import { isFields, numberOf, textOf } from '../../city/fields.ts';

/** State of a watch, kept in the node's context: with it the next start is not the first, even if no alert was seen. */
export interface ListeningRecord {
  /** City and topic filter; with others, the node listens for the first time. */
  readonly listensTo: string;
  /** City time since which it has listened, milliseconds: alerts opened later are new. Null: not known yet. */
  readonly since: number | null;
  /** Snapshot of `SeenRevisions`. */
  readonly alerts: readonly unknown[];
}

/** Parses a value of a context; null when it is no record. */
export function parseListeningRecord(stored: unknown): ListeningRecord | null {
  if (!isFields(stored)) return null;
  const listensTo = textOf(stored, 'listensTo');
  const { alerts } = stored;
  return listensTo === null || !Array.isArray(alerts) ? null : { listensTo, since: numberOf(stored, 'since'), alerts };
}
