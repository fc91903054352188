import { readdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { listSegments } from '../format/list-segments.ts';
import { compressSegment } from './compress-segment.ts';

/** Compresses all closed ageing segments (all before `openSegment()`); stops early when `isStopped()`. */
export async function compressClosed(
  directory: string,
  openSegment: () => number,
  isStopped: () => boolean,
): Promise<void> {
  for (const name of (await listSegments(directory)).ageing) {
    if (isStopped()) return;
    if (name.firstOffset < openSegment() && !name.isCompressed) await compressSegment(directory, name.file);
  }
}

/** Removes temporary files that a crash left; their content is not needed. */
export async function removeLeftovers(directory: string): Promise<void> {
  for (const file of await readdir(directory)) if (file.endsWith('.tmp')) await unlink(join(directory, file));
}
