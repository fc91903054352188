import { isFields, numberOf, textOf } from '../../city/fields.ts';

/** What a node keeps of its listening: with it the next start is not its first, also when no alert was ever seen. */
export interface ListeningRecord {
  /** Which city and which scenarios: others are listened to for the first time. */
  readonly listensTo: string;
  /** City time since which it has listened, milliseconds: what opened later is news whenever it is heard of. Null: the city has not told. */
  readonly since: number | null;
  /** Snapshot of its AlertMemory. */
  readonly alerts: readonly unknown[];
}

/** Reads what stands in a context; null when it is no record. */
export function parseListeningRecord(stored: unknown): ListeningRecord | null {
  if (!isFields(stored)) return null;
  const listensTo = textOf(stored, 'listensTo');
  const { alerts } = stored;
  return listensTo === null || !Array.isArray(alerts) ? null : { listensTo, since: numberOf(stored, 'since'), alerts };
}
