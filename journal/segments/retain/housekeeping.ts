import { readdir, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { usedShare } from '../../used-share.ts';
import { listSegments } from '../format/list-segments.ts';
import { compressSegment } from './compress-segment.ts';

/**
 * Compresses all closed ageing segments (all before `openSegment()`). Stops early when `isStopped()`, and where the
 * disk has no room for both forms: what is left of it is for messages.
 */
export async function compressClosed(options: {
  readonly directory: string;
  readonly openSegment: () => number;
  readonly isStopped: () => boolean;
  /** Share of the disk that is not filled any further. */
  readonly mostDiskShare: number;
}): Promise<void> {
  const { directory, openSegment, isStopped, mostDiskShare } = options;
  for (const name of (await listSegments(directory)).ageing) {
    if (isStopped()) return;
    if (name.firstOffset >= openSegment() || name.isCompressed) continue;
    const { size } = await stat(join(directory, name.file));
    if ((await usedShare(directory, size)) >= mostDiskShare) return;
    await compressSegment(directory, name.file);
  }
}

/** Removes temporary files that a crash left; their content is not needed. */
export async function removeLeftovers(directory: string): Promise<void> {
  for (const file of await readdir(directory)) if (file.endsWith('.tmp')) await unlink(join(directory, file));
}
