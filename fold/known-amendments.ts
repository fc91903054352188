import type { Amendment } from '../model/amendment.ts';

/** The amendments that were known to a fold, and its position, as saved in its checkpoint. */
export interface KnownAmendments {
  /** Ids of the known amendments. */
  readonly ids: readonly string[];
  /**
   * All records below this offset were folded; null: not known, because the fold resumed from a checkpoint of 0.1.0.
   */
  readonly nextOffset: number | null;
  /** City time of the last record, milliseconds since 1970, UTC; null: not known. */
  readonly cityTime: number | null;
}

/** Adds the known amendments to a snapshot of the pipeline. */
export const withAmendments = (snapshot: unknown, known: KnownAmendments): unknown => ({
  ...(snapshot as Readonly<Record<string, unknown>>),
  [KEY]: known,
});

/**
 * Reads the known amendments of a snapshot. Throws where one of `amendments` is not among them although it begins in
 * the folded range. Checkpoints of 0.1.0 contain neither: they are refused if the journal has any amendment.
 */
export function checkAmendments(snapshot: unknown, amendments: readonly Amendment[]): KnownAmendments {
  const known = knownIn(snapshot);
  const end = known.nextOffset ?? Number.POSITIVE_INFINITY;
  const missing = amendments.find(
    ({ amendmentId, fromOffset }) => fromOffset < end && !known.ids.includes(amendmentId),
  );
  if (missing !== undefined) {
    throw new Error(`it was folded without the amendment of offsets from ${missing.fromOffset} on`);
  }
  return known;
}

const KEY = 'amendments';
const NOTHING: KnownAmendments = { ids: [], nextOffset: null, cityTime: null };

function knownIn(snapshot: unknown): KnownAmendments {
  const known = typeof snapshot === 'object' && snapshot !== null ? Reflect.get(snapshot, KEY) : undefined;
  return known === undefined ? NOTHING : { ...NOTHING, ...(known as Partial<KnownAmendments>) };
}
