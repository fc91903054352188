import type { Amendment } from '../model/amendment.ts';

/** The amendments of a journal, by what a city that has folded it has to do about each. In the order of the journal. */
export interface SortedAmendments {
  /** Folds take these into account now. */
  readonly applied: readonly Amendment[];
  /** All of the readings and documents that are shown was folded with these, or has nothing from where they begin. */
  readonly held: readonly Amendment[];
  /** Readings and documents were written without these: they have to be made again. */
  readonly waiting: readonly Amendment[];
}

/**
 * Sorts them for a generation that was folded with the amendments `known`, and has everything below the offset
 * `reached` (exclusive). One that begins before `reached` waits for a new generation, and the folds of this one go on
 * without it, so that page, documents and alerts agree. What hangs is different: a fold that does not know of it
 * hangs again.
 */
export function sortAmendments(
  amendments: readonly Amendment[],
  { known, reached }: { readonly known: readonly string[]; readonly reached: number },
): SortedAmendments {
  const isHeld = ({ amendmentId, fromOffset }: Amendment) => known.includes(amendmentId) || fromOffset >= reached;
  return {
    applied: amendments.filter((each) => isHeld(each) || isOfHang(each)),
    held: amendments.filter(isHeld),
    waiting: amendments.filter((each) => !isHeld(each)),
  };
}

/** Citynerve by itself asks for an amendment only where an extension did not end. */
const isOfHang = ({ user, amendment }: Amendment): boolean =>
  user === 'citynerve' && amendment.type === 'extension-off';
