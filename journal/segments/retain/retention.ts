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

/** How long publications, ticks and presence are kept; actions and configuration are kept for ever. */
export interface RetentionRules {
  /** By city time, against the newest record. */
  readonly maxAgeDays: number;
  /** Share of the file system's size (0 to 1) that ageing segments may take. */
  readonly maxDiskShare: number;
}

/** What retention must know of the journal at the moment of a cut. */
interface RetentionMoment {
  /** Nothing at or past this offset is cut: the slowest fold still needs it. */
  readonly keepFrom: number;
  readonly newestReceivedAt: number;
  /** First offset of the ageing segment that is being written, or would be next: neither it nor what follows is cut. */
  readonly openSegment: number;
}

/** Resolves with the end of the oldest segment that the rules would have cut and `keepFrom` kept; null where there is none. */
export type Retention = (moment: RetentionMoment) => Promise<number | null>;

/** Cuts closed ageing segments, oldest first, as far as the rules say and `keepFrom` allows. */
export function createRetention(directory: string, rules: RetentionRules): Retention {
  // Only the oldest segment is ever asked about, again and again until its time has come.
  let oldest: { readonly firstOffset: number; readonly description: SegmentDescription } | null = null;

  async function describeOldest(name: SegmentName): Promise<SegmentDescription> {
    if (oldest?.firstOffset !== name.firstOffset) {
      oldest = { firstOffset: name.firstOffset, description: await describeSegment(directory, name) };
    }
    return oldest.description;
  }

  return async ({ keepFrom, newestReceivedAt, openSegment }) => {
    const disk = await statfs(directory);
    const mostBytes = disk.blocks * disk.bsize * rules.maxDiskShare;
    for (const name of (await listSegments(directory)).ageing) {
      if (name.firstOffset >= openSegment) return null;
      const description = await describeOldest(name);
      const isOld = newestReceivedAt - description.lastReceivedAt > rules.maxAgeDays * MILLIS_PER_DAY;
      if (!isOld && (await measureSegments(directory)).bytes.ageing <= mostBytes) return null;
      if (description.endOffset > keepFrom) return description.endOffset;
      await cut(directory, name, description);
    }
    return null;
  };
}

/** Finishes a cut that a crash interrupted between the mark and the removal. */
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
  // While it is being compressed a segment has two files, and a journal must not be left with one of them.
  for (const file of [plain, `${plain}.zst`]) {
    await unlink(join(directory, file)).catch((error: unknown) => {
      if (errorCode(error) !== 'ENOENT') throw error;
    });
  }
  await syncDirectory(directory);
}
