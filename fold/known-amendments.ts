import type { Amendment } from '../model/amendment.ts';

/** What a fold knew of the journal beside the records that it had folded, as it stands in its checkpoint. */
export interface KnownAmendments {
  /** Ids of the amendments that it knew. */
  readonly ids: readonly string[];
  /** Everything below was folded; null where it went on from a checkpoint that did not say. */
  readonly nextOffset: number | null;
  /** City time of the last record, milliseconds since 1970; null where that is not known. */
  readonly cityTime: number | null;
}

/** A snapshot of the pipeline with what was known when it was folded. */
export const withAmendments = (snapshot: unknown, known: KnownAmendments): unknown => ({
  ...(snapshot as Readonly<Record<string, unknown>>),
  [KEY]: known,
});

/**
 * Throws where a snapshot was folded without one of these amendments that begins in what it folded; gives back what it
 * knew. Checkpoints of 0.1.0 knew none and do not say how far they reach: with an amendment in the journal the fold
 * starts before them.
 */
export function refuseIgnorant(snapshot: unknown, amendments: readonly Amendment[]): KnownAmendments {
  const known = knownIn(snapshot);
  const end = known.nextOffset ?? Number.POSITIVE_INFINITY;
  const lacking = amendments.find(
    ({ amendmentId, fromOffset }) => fromOffset < end && !known.ids.includes(amendmentId),
  );
  if (lacking !== undefined) {
    throw new Error(`it was folded without the amendment of offsets from ${lacking.fromOffset} on`);
  }
  return known;
}

const KEY = 'amendments';
const NOTHING: KnownAmendments = { ids: [], nextOffset: null, cityTime: null };

function knownIn(snapshot: unknown): KnownAmendments {
  const known = typeof snapshot === 'object' && snapshot !== null ? Reflect.get(snapshot, KEY) : undefined;
  return known === undefined ? NOTHING : { ...NOTHING, ...(known as Partial<KnownAmendments>) };
}
