import type { Hole } from '../format/cut-mark.ts';
import { FIRST_HASH } from '../format/frame.ts';
import type { Stretch } from './scan-segment.ts';

/** A range of missing records, with the chain hashes at both ends. */
export interface Missing extends Hole {
  /** The range of frames that follows; null: the end of the journal. */
  readonly behind: Stretch | null;
}

/** The chain of all ranges of frames in a journal. */
export interface JoinedChain {
  readonly nextOffset: number;
  /** Chain hash of the last frame, in hex. */
  readonly head: string;
  readonly missing: readonly Missing[];
  /** Pairs of frames whose hashes do not match; the first one was probably altered. */
  readonly altered: readonly { readonly suspect: Stretch; readonly next: Stretch }[];
  /** Ranges whose offsets occurred before: they are from a file that does not belong to the journal. */
  readonly repeated: readonly Stretch[];
}

/**
 * Joins the ranges of all segments in the order of their offsets, and finds what does not match. `gaps`: ranges known
 * to be missing. `endsAt`: the durable end, by the running writer or by the end mark.
 */
export function joinStretches(
  stretches: readonly Stretch[],
  gaps: readonly Hole[],
  endsAt: { readonly nextOffset: number; readonly chainHead: string | null } | null,
): JoinedChain {
  const sorted = stretches.toSorted((a, b) => a.from - b.from || b.until - a.until);
  // A commit begins only when the one before is durable: missing records before the last commit were durable.
  const lastCommit = Math.max(0, ...sorted.slice(-1).map(({ commitOffset }) => commitOffset), endsAt?.nextOffset ?? 0);
  const missing: Missing[] = [];
  const altered: { suspect: Stretch; next: Stretch }[] = [];
  const repeated: Stretch[] = [];
  let offset = 0;
  let head = FIRST_HASH.toString('hex');
  let previous: Stretch | null = null;

  /** Skips known gaps up to `until` and records other missing ranges; false: what follows was never durable. */
  function pass(until: number, link: string, behind: Stretch | null): boolean {
    for (const gap of gaps) {
      if (gap.until <= offset || gap.from >= until) continue;
      if (gap.from > offset) note(gap.from, gap.before, behind);
      // The hashes are known only at the ends of the gap, not within it (where a segment may have been restored).
      if (gap.from === offset && previous && gap.before !== head)
        altered.push({ suspect: previous, next: behind ?? previous });
      offset = Math.min(gap.until, until);
      head = gap.until <= until ? gap.after : link;
      previous = null;
    }
    if (offset >= until) return true;
    if (lastCommit <= offset) return false;
    note(until, link, behind);
    return true;
  }

  function note(until: number, after: string, behind: Stretch | null): void {
    missing.push({ from: offset, until, before: head, after, behind });
    offset = until;
    head = after;
    previous = null;
  }

  for (const stretch of sorted) {
    if (stretch.from < offset) {
      repeated.push(stretch);
      continue;
    }
    if (stretch.from > offset && !pass(stretch.from, stretch.before, stretch)) break;
    if (stretch.before !== head) altered.push({ suspect: previous ?? stretch, next: stretch });
    offset = stretch.until;
    head = stretch.after;
    previous = stretch;
  }
  const end = Math.max(endsAt?.nextOffset ?? 0, gaps.at(-1)?.until ?? 0);
  if (end > offset) pass(end, endsAt?.chainHead ?? head, null);
  return { nextOffset: offset, head, missing, altered, repeated };
}
