import type { Hole } from '../format/cut-mark.ts';
import type { SegmentName } from '../format/segment-name.ts';
import { endOfSegment, type FrameReading, readFrameAt, searchFrame } from '../read/frame-at.ts';
import { openSegmentSource } from '../read/segment-source.ts';

/** Frames of one segment that follow each other without a break, in bytes as in offsets. */
export interface Stretch extends Hole {
  readonly segment: string;
  /** Bytes [at, endAt) of the segment; of a compressed one, of what it was before. */
  readonly at: number;
  readonly endAt: number;
  /** Its last frame, and what this says it follows. */
  readonly last: { readonly at: number; readonly firstOffset: number; readonly previous: string };
  /** First offset of the commit that wrote the last frame: all before that commit was durable. */
  readonly commitOffset: number;
}

/** Bytes of a segment that are no sound frames. */
export interface BadBytes {
  readonly segment: string;
  readonly at: number;
  readonly until: number;
  readonly detail: string;
  /** Offset behind the last sound frame before them. */
  readonly after: number;
  /** First offset of the next sound frame in the segment; null where there is none. */
  readonly before: number | null;
  /** Half-open stretch of offsets that an intact header says was here; null when nothing says so. */
  readonly claims: { readonly from: number; readonly until: number } | null;
  /** The segment ends within them: a commit that a crash tore looks like this. */
  readonly isCutOff: boolean;
}

/** What one segment holds. */
export interface SegmentScan {
  readonly stretches: readonly Stretch[];
  readonly bad: readonly BadBytes[];
  readonly frames: number;
  readonly records: number;
}

/** Reads all of one segment, checks every frame and each link between them, and goes on behind damage. Rejects with ENOENT when it has gone. */
export async function scanSegment(
  directory: string,
  name: SegmentName,
  options: {
    /** Where it ended when the whole journal was looked at; what a writer appended since does not count. */
    readonly endAt?: number;
    /** Told how many bytes were read; the scan goes on when it resolves. */
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
