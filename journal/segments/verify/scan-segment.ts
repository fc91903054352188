import type { Hole } from '../format/cut-mark.ts';
import type { SegmentName } from '../format/segment-name.ts';
import { endOfSegment, type FrameReading, readFrameAt, searchFrame } from '../read/frame-at.ts';
import { openSegmentSource } from '../read/segment-source.ts';

/** A range of consecutive valid frames in one segment, contiguous in bytes and in offsets. */
export interface Stretch extends Hole {
  readonly segment: string;
  /** Bytes [at, endAt) of the segment, or of its decompressed content. */
  readonly at: number;
  readonly endAt: number;
  /** Its last frame, with the hash of the frame before. */
  readonly last: { readonly at: number; readonly firstOffset: number; readonly previous: string };
  /** First offset of the commit of the last frame: everything before that commit was durable. */
  readonly commitOffset: number;
}

/** Bytes of a segment that are not valid frames. */
export interface BadBytes {
  readonly segment: string;
  readonly at: number;
  readonly until: number;
  readonly detail: string;
  /** Offset after the last valid frame before them. */
  readonly after: number;
  /** First offset of the next valid frame in the segment; null: there is none. */
  readonly before: number | null;
  /** Half-open range of offsets according to an intact header; null: there is none. */
  readonly claims: { readonly from: number; readonly until: number } | null;
  /** Whether the segment ends within a frame, as after a crash. */
  readonly isCutOff: boolean;
}

/** The content of one segment. */
export interface SegmentScan {
  readonly stretches: readonly Stretch[];
  readonly bad: readonly BadBytes[];
  readonly frames: number;
  readonly records: number;
}

/**
 * Reads a whole segment, checks all frames and the chain between them, and continues after a corruption. Rejects with
 * ENOENT when the file does not exist any more.
 */
export async function scanSegment(
  directory: string,
  name: SegmentName,
  options: {
    /** Size of the segment when the journal was listed; what was appended since is ignored. */
    readonly endAt?: number;
    /** Called with the number of bytes read; the scan continues when it resolves. */
    readonly pace?: (bytes: number) => Promise<void>;
  } = {},
): Promise<SegmentScan> {
  let fault: string | null = null;
  const source = await openSegmentSource(directory, name, (detail) => {
    fault = detail;
  });
  const endAt = options.endAt ?? Number.MAX_SAFE_INTEGER;
  const stretches: Stretch[] = [];
  const bad: BadBytes[] = [];
  let frames = 0;
  let records = 0;
  let offset = name.firstOffset;
  let at = 0;
  try {
    for (;;) {
      const found: FrameReading | null = await readFrameAt(source, name, { at, endAt, offset });
      if (found === null) break;
      if (!found.isSound) {
        const next = await searchFrame(source, name, { at: found.searchFrom, endAt, offset });
        const until = next?.at ?? (await endOfSegment(source, at, endAt));
        const { detail, claims, isCutOff } = found;
        const before = next?.header.firstOffset ?? null;
        const place = { segment: name.file, at, until, detail, after: offset, before, claims };
        bad.push({ ...place, isCutOff: isCutOff && next === null });
        at = until;
        if (next === null) break;
        continue;
      }
      const open = stretches.at(-1);
      const isNext = open?.endAt === at && open.until === found.header.firstOffset && open.after === found.previous;
      if (open && isNext) stretches[stretches.length - 1] = { ...open, ...endOf(found) };
      else
        stretches.push({
          segment: name.file,
          at,
          from: found.header.firstOffset,
          before: found.previous,
          ...endOf(found),
        });
      frames += 1;
      records += found.header.recordCount;
      await options.pace?.(found.endAt - at);
      offset = found.endOffset;
      at = found.endAt;
    }
  } finally {
    await source.close();
  }
  if (fault !== null) {
    const place = { segment: name.file, at, until: at, detail: fault, after: offset, before: null };
    bad.push({ ...place, claims: null, isCutOff: false });
  }
  return { stretches, bad, frames, records };
}

const endOf = (frame: FrameReading & { isSound: true }) => ({
  until: frame.endOffset,
  after: frame.hash,
  endAt: frame.endAt,
  last: { at: frame.at, firstOffset: frame.header.firstOffset, previous: frame.previous },
  commitOffset: frame.header.commitOffset,
});
