import { readCutMark } from './cut-mark.ts';
import { FAMILIES } from './family.ts';
import type { StoredFrame } from './family-cursor.ts';
import { FIRST_HASH } from './frame.ts';
import { FrameMerge, type MergedFrame } from './frame-merge.ts';
import { JournalCorruptError } from './journal-corrupt-error.ts';
import { listSegments } from './list-segments.ts';
import { hashOf } from './walk-chain.ts';

/** Frames between two reports of progress. */
const PROGRESS_FRAMES = 1000;

/** The first place that is not as it was written. */
interface BadPlace {
  readonly segment: string;
  readonly offset: number;
  readonly detail: string;
}

/** What a check of the whole journal found. */
export interface JournalReport {
  readonly ok: boolean;
  readonly frames: number;
  readonly records: number;
  readonly segments: number;
  /** Offset behind the last record checked. */
  readonly nextOffset: number;
  /** SHA-256 of the last frame, in hex: note it elsewhere, and not even the newest frame can be replaced unseen. */
  readonly chainHead: string;
  /** Half-open stretches of offsets that retention cut; behind the last one the chain is unbroken. */
  readonly cut: readonly { readonly from: number; readonly until: number }[];
  readonly firstBad?: BadPlace;
}

/** How far the check is. */
export interface VerifyProgress {
  readonly segmentsDone: number;
  readonly segments: number;
  readonly records: number;
}

/** Recomputes every checksum and every link of the chain, beside a running writer too. Damage is a finding, not an error. */
export async function verifyJournal(options: {
  readonly directory: string;
  readonly onProgress?: (progress: VerifyProgress) => void;
}): Promise<JournalReport> {
  const { directory, onProgress } = options;
  const [lists, mark] = await Promise.all([listSegments(directory), readCutMark(directory)]);
  const segments = FAMILIES.reduce((sum, family) => sum + lists[family].length, 0);
  const seen = new Set<string>();
  const merge = new FrameMerge(directory, 0);
  let frames = 0;
  let records = 0;
  let previous: StoredFrame | null = null;
  let firstBad: BadPlace | null = null;
  const report = (): void => onProgress?.({ segmentsDone: Math.max(0, seen.size - 1), segments, records });
  try {
    for (;;) {
      const found: MergedFrame | null = await merge.next(Number.POSITIVE_INFINITY);
      if (!found) break;
      firstBad = brokenLink(found, previous);
      if (firstBad) break;
      previous = found.frame;
      frames += 1;
      records += found.frame.header.recordCount;
      seen.add(found.frame.segment);
      if (frames % PROGRESS_FRAMES === 0) report();
    }
  } catch (error) {
    if (!(error instanceof JournalCorruptError)) throw error;
    firstBad = { segment: error.segment, offset: error.offset, detail: error.detail };
  } finally {
    await merge.close();
  }
  report();
  return {
    ok: firstBad === null,
    frames,
    records,
    segments,
    nextOffset: merge.nextOffset,
    chainHead: (previous ? hashOf(previous) : FIRST_HASH).toString('hex'),
    cut: mark.holes.map(({ from, until }) => ({ from, until })),
    ...(firstBad ? { firstBad } : {}),
  };
}

/** Whether this frame follows from the one before it, or from what the mark says of the frames cut between. */
function brokenLink({ frame, hole }: MergedFrame, previous: StoredFrame | null): BadPlace | null {
  const link = frame.header.previousHash.toString('hex');
  const head = (previous ? hashOf(previous) : FIRST_HASH).toString('hex');
  const { firstOffset } = frame.header;
  const before = hole ? hole.before : link;
  const after = hole && hole.until === firstOffset ? hole.after : link;
  const startsHole = hole === null || hole.from === (previous?.endOffset ?? 0);
  if ((!startsHole || head === before) && link === after) return null;
  const suspect = previous ?? frame;
  return {
    segment: suspect.segment,
    offset: suspect.header.firstOffset,
    detail: `the frame at offset ${firstOffset} in ${frame.segment} does not follow from it: one of the two was altered`,
  };
}
