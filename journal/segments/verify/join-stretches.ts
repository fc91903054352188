import type { Hole } from '../format/cut-mark.ts';
import { FIRST_HASH } from '../format/frame.ts';
import type { Stretch } from './scan-segment.ts';

/** Records that should be there, with the links of the chain on both sides. */
export interface Missing extends Hole {
  /** The stretch behind it; null at the end of the journal. */
  readonly behind: Stretch | null;
}

/** All stretches of a journal laid end to end. */
export interface JoinedChain {
  readonly nextOffset: number;
  /** Chain hash of the last frame, in hex. */
  readonly head: string;
  readonly missing: readonly Missing[];
  /** Of two frames that do not follow from each other, the one that was altered for all that is known. */
  readonly altered: readonly { readonly suspect: Stretch; readonly next: Stretch }[];
  /** Offsets that come a second time: a file that does not belong here. */
  readonly repeated: readonly Stretch[];
}

/**
 * Lays the stretches of all segments end to end, in the order of their offsets, and says what does not fit. `gaps`: where nothing is
 * expected. `endsAt`: up to where it was durable, by the writer at work or by what the last one noted when it closed the journal.
 */
export function joinStretches(
  stretches: readonly Stretch[],
  gaps: readonly Hole[],
  endsAt: { readonly nextOffset: number; readonly chainHead: string | null } | null,
): JoinedChain {
  const sorted = stretches.toSorted((a, b) => a.from - b.from || b.until - a.until);
  // A commit begins only when the one before it is durable: behind a gap that is older, it says that the gap was durable too.
  const lastCommit = Math.max(0, ...sorted.slice(-1).map(({ commitOffset }) => commitOffset), endsAt?.nextOffset ?? 0);
  const missing: Missing[] = [];
  const altered: { suspect: Stretch; next: Stretch }[] = [];
  const repeated: Stretch[] = [];
  let offset = 0;
  let head = FIRST_HASH.toString('hex');
  let previous: Stretch | null = null;

  /** Passes over what is known to be gone and notes what is not; false where nothing behind it counts any more. */
  function pass(until: number, link: string, behind: Stretch | null): boolean {
    for (const gap of gaps) {
      if (gap.until <= offset || gap.from >= until) continue;
      if (gap.from > offset) note(gap.from, gap.before, behind);
      // Its links are right at its ends only; within it, as when a segment was put back, nothing is known.
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
