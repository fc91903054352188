import { statfs, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { addHoles, endOfCut, readCutMark, writeCutMark } from '../format/cut-mark.ts';
import { errorCode } from '../format/error-code.ts';
import { listSegments } from '../format/list-segments.ts';
import { measureSegments } from '../format/measure-segments.ts';
import type { SegmentName } from '../format/segment-name.ts';
import { syncDirectory } from '../format/sync-directory.ts';
import { describeSegment, type SegmentDescription } from './describe-segment.ts';

const MILLIS_PER_DAY = 86_400_000;

/** How long publications, ticks and presence records are kept; lasting records are kept for ever. */
export interface RetentionRules {
  /** Age in city time, relative to the newest record. */
  readonly maxAgeDays: number;
  /** Maximum share (0 to 1) of the file system's size for ageing segments. */
  readonly maxDiskShare: number;
}

/** The state of the journal at one run of the retention. */
interface RetentionMoment {
  /** Nothing at or after this offset is deleted: the slowest fold still needs it. */
  readonly keepFrom: number;
  readonly newestReceivedAt: number;
  /** First offset of the open ageing segment, or of the next one: it is never deleted, nor what follows. */
  readonly openSegment: number;
}

/**
 * Resolves with the end of the oldest segment that the rules would have cut and `keepFrom` kept; null where there is
 * none.
 */
/** One run of the retention. */
export type Retention = (moment: RetentionMoment) => Promise<number | null>;

/**
 * Creates the retention: it deletes closed ageing segments, oldest first, as the rules require and `keepFrom` allows.
 */
export function createRetention(directory: string, rules: RetentionRules): Retention {
  // Cached: only the oldest segment is examined, at every run until it is deleted.
  let oldest: { readonly firstOffset: number; readonly description: SegmentDescription } | null = null;

  async function describeOldest(name: SegmentName): Promise<SegmentDescription> {
    if (oldest?.firstOffset !== name.firstOffset) {
      oldest = { firstOffset: name.firstOffset, description: await describeSegment(directory, name) };
    }
    return oldest.description;
  }

  return async ({ keepFrom, newestReceivedAt, openSegment }) => {
    const disk = await statfs(directory);
    const maxBytes = disk.blocks * disk.bsize * rules.maxDiskShare;
    for (const name of (await listSegments(directory)).ageing) {
      if (name.firstOffset >= openSegment) return null;
      const description = await describeOldest(name);
      const isOld = newestReceivedAt - description.lastReceivedAt > rules.maxAgeDays * MILLIS_PER_DAY;
      if (!isOld && (await measureSegments(directory)).bytes.ageing <= maxBytes) return null;
      if (description.endOffset > keepFrom) return description.endOffset;
      await cut(directory, name, description);
    }
    return null;
  };
}

/** Finishes a deletion that a crash interrupted after it was recorded. */
export async function finishCut(directory: string): Promise<void> {
  const end = endOfCut(await readCutMark(directory));
  const { ageing } = await listSegments(directory);
  for (const [index, name] of ageing.entries()) {
    const next = ageing[index + 1];
    if (next && next.firstOffset <= end && (await describeSegment(directory, name)).endOffset <= end) {
      await remove(directory, name);
    }
  }
}

async function cut(directory: string, name: SegmentName, description: SegmentDescription): Promise<void> {
  await writeCutMark(directory, addHoles(await readCutMark(directory), description.stretches));
  await remove(directory, name);
}

async function remove(directory: string, name: SegmentName): Promise<void> {
  const plain = name.file.replace(/\.zst$/, '');
  // A segment that is being compressed has two files, of which both must be removed.
  for (const file of [plain, `${plain}.zst`]) {
    await unlink(join(directory, file)).catch((error: unknown) => {
      if (errorCode(error) !== 'ENOENT') throw error;
    });
  }
  await syncDirectory(directory);
}
