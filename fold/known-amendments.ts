import type { Amendment } from '../model/amendment.ts';

/** How many amendments, from the first on, a fold knew, and the offset below which it had folded everything. */
interface KnownAmendments {
  readonly count: number;
  readonly nextOffset: number;
}

/** As it stands in a checkpoint: null where the fold went on from one that did not say. */
interface Saved {
  readonly count: number;
  readonly nextOffset: number | null;
}

/** A snapshot of the pipeline with what was known when it was folded. */
export const withAmendments = (snapshot: unknown, known: KnownAmendments): unknown => ({
  ...(snapshot as Readonly<Record<string, unknown>>),
  [KEY]: known,
});

/**
 * Throws where a snapshot was folded without one of these amendments that begins in what it folded; gives back its offset. Checkpoints of
 * 0.1.0 knew none and do not say how far they reach: with an amendment in the journal the fold starts before them.
 */
export function refuseIgnorant(snapshot: unknown, amendments: readonly Amendment[]): number {
  const { count, nextOffset: saved } = knownIn(snapshot);
  const nextOffset = saved ?? Number.POSITIVE_INFINITY;
  const unknown = amendments.slice(count).find(({ fromOffset }) => fromOffset < nextOffset);
  if (unknown !== undefined) {
    throw new Error(`it was folded without the amendment of offsets from ${unknown.fromOffset} on`);
  }
  return nextOffset;
}

const KEY = 'amendments';

function knownIn(snapshot: unknown): Saved {
  const known = typeof snapshot === 'object' && snapshot !== null ? Reflect.get(snapshot, KEY) : undefined;
  return known === undefined ? { count: 0, nextOffset: null } : (known as Saved);
}
