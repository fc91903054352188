import { readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { FAMILIES } from '../format/family.ts';
import { decodeFrameHeader, FRAME_HEADER_BYTES } from '../format/frame.ts';
import { listSegments } from '../format/list-segments.ts';
import { parseSegmentName, type SegmentName, segmentFile } from '../format/segment-name.ts';
import { syncDirectory } from '../format/sync-directory.ts';
import { openSegmentSource } from '../read/segment-source.ts';

/** Suffix of the temporary name of a segment that is being renamed. */
const SUFFIX = '.misplaced';

/**
 * Renames segments to match the offsets in their first frames, for example after two were swapped. Overwrites nothing.
 */
export async function restoreNames(directory: string): Promise<void> {
  const lists = await listSegments(directory);
  const all = FAMILIES.flatMap((family) => lists[family]);
  const wrong = new Map<string, string>();
  for (const name of all) {
    const right = await ownName(directory, name);
    if (right !== null && right !== name.file) wrong.set(name.file, right);
  }
  const taken = new Set(all.map(({ file }) => file).filter((file) => !wrong.has(file)));
  for (const [file, right] of wrong) {
    if (!taken.has(right)) await rename(join(directory, file), join(directory, right + SUFFIX));
  }
  for (const file of await readdir(directory)) {
    const right = file.slice(0, -SUFFIX.length);
    // Includes files that a crash left between the two steps.
    if (file.endsWith(SUFFIX) && parseSegmentName(right)) await rename(join(directory, file), join(directory, right));
  }
  await syncDirectory(directory);
}

/** The name of a segment by the commit that began it; null: its first frame cannot be read. */
async function ownName(directory: string, name: SegmentName): Promise<string | null> {
  const source = await openSegmentSource(directory, name, () => undefined);
  try {
    const head = await source.bytes(0, FRAME_HEADER_BYTES);
    const header = head.length < FRAME_HEADER_BYTES ? null : decodeFrameHeader(head);
    if (header === null || typeof header === 'string') return null;
    return segmentFile(header.family, header.commitOffset) + (name.isCompressed ? '.zst' : '');
  } finally {
    await source.close();
  }
}
