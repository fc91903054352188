import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Hole } from '../format/cut-mark.ts';
import { readEndMark } from '../format/end-mark.ts';
import { errorCode } from '../format/error-code.ts';
import { FAMILIES } from '../format/family.ts';
import { listSegments } from '../format/list-segments.ts';
import { readGaps } from '../format/loss-mark.ts';
import type { SegmentName } from '../format/segment-name.ts';
import { type JoinedChain, joinStretches } from './join-stretches.ts';
import { type BadBytes, type SegmentScan, scanSegment } from './scan-segment.ts';

/** Segments change while a city runs; they are listed until two consecutive results agree, at most this often. */
const MAX_LISTINGS = 100;

/** One segment, its size, and whether it is the newest of its family. */
export interface SegmentToScan {
  readonly name: SegmentName;
  readonly fileBytes: number;
  readonly isNewest: boolean;
}

/** Scans one segment; can be replaced by a function with a cache. */
export type Scan = (segment: SegmentToScan) => Promise<SegmentScan>;

/** The content of all files of a journal. */
export interface Inspection {
  readonly segments: readonly SegmentToScan[];
  readonly scans: ReadonlyMap<string, SegmentScan>;
  readonly chain: JoinedChain;
  readonly gaps: readonly Hole[];
  readonly end: Readonly<{ nextOffset: number; chainHead: string | null }> | null;
  /** Invalid bytes; `before`: offset of the next valid frame of the family, Infinity if there is none. */
  readonly bad: readonly (BadBytes & { readonly before: number; readonly isNewest: boolean })[];
}

/** Reads all frames of all segments, also after a corruption and while a writer runs; changes nothing. */
export async function inspectJournal(options: {
  readonly directory: string;
  readonly scan?: Scan;
  /** The durable offset of the running writer; if the files end before it, records are missing. */
  readonly durableOffset?: number;
  readonly onProgress?: (done: { readonly bytes: number; readonly segments: number; readonly records: number }) => void;
}): Promise<Inspection> {
  const { directory } = options;
  const scan = options.scan ?? scanWith(directory);
  const { durableOffset } = options;
  const end =
    durableOffset === undefined ? await readEndMark(directory) : { nextOffset: durableOffset, chainHead: null };
  const segments = await segmentsNow(directory);
  const scans = new Map<string, SegmentScan>();
  const done = { bytes: 0, segments: 0, records: 0 };
  for (const segment of segments) {
    const found = await scan(segment).catch((error: unknown) => {
      if (errorCode(error) === 'ENOENT') return null;
      throw error;
    });
    // Deleted by retention since it was listed, which is recorded in the gaps that are read below.
    if (found) scans.set(segment.name.file, found);
    done.bytes += segment.fileBytes;
    done.segments += 1;
    done.records += found?.records ?? 0;
    options.onProgress?.(done);
  }
  const gaps = await readGaps(directory);
  const stretches = [...scans.values()].flatMap((found) => found.stretches);
  return { segments, scans, chain: joinStretches(stretches, gaps, end), gaps, end, bad: badIn(segments, scans) };
}

/** Scans a segment, which may have been compressed, and so renamed, since it was listed. */
export function scanWith(directory: string, pace?: (bytes: number) => Promise<void>): Scan {
  return async ({ name, isNewest, fileBytes }) => {
    const options = { ...(pace && { pace }), ...(isNewest && !name.isCompressed && { endAt: fileBytes }) };
    try {
      return await scanSegment(directory, name, options);
    } catch (error) {
      if (errorCode(error) !== 'ENOENT' || name.isCompressed) throw error;
      const found = await scanSegment(directory, { ...name, file: `${name.file}.zst`, isCompressed: true }, options);
      return found;
    }
  };
}

async function segmentsNow(directory: string): Promise<readonly SegmentToScan[]> {
  let before = await look(directory);
  for (let looks = 1; looks < MAX_LISTINGS; looks++) {
    const again = await look(directory);
    const isSame = again.length === before.length && again.every((one, index) => isSameFile(one, before[index]));
    if (isSame) return again;
    before = again;
  }
  return before;
}

const isSameFile = (one: SegmentToScan, other: SegmentToScan | undefined): boolean =>
  one.name.file === other?.name.file && one.fileBytes === other.fileBytes;

async function look(directory: string): Promise<readonly SegmentToScan[]> {
  const lists = await listSegments(directory);
  return Promise.all(
    FAMILIES.flatMap((family) =>
      lists[family].map(async (name, index) => {
        const fileBytes = await stat(join(directory, name.file)).then(
          ({ size }) => size,
          () => 0,
        );
        return { name, fileBytes, isNewest: index === lists[family].length - 1 };
      }),
    ),
  );
}

function badIn(segments: readonly SegmentToScan[], scans: ReadonlyMap<string, SegmentScan>): Inspection['bad'] {
  const bad = [];
  const next = { ageing: Number.POSITIVE_INFINITY, lasting: Number.POSITIVE_INFINITY };
  for (const { name, isNewest } of segments.toReversed()) {
    const scan = scans.get(name.file);
    for (const place of scan?.bad ?? []) bad.push({ ...place, before: place.before ?? next[name.family], isNewest });
    next[name.family] = scan?.stretches[0]?.from ?? next[name.family];
  }
  return bad;
}
