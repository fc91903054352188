import { link, open, rename, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { SegmentName } from '../format/segment-name.ts';
import { syncDirectory } from '../format/sync-directory.ts';
import { openSegmentSource } from '../read/segment-source.ts';
import type { Stretch } from '../verify/scan-segment.ts';

const COPY_BYTES = 1024 * 1024;

/**
 * Rewrites a segment with only these valid ranges, uncompressed; the original is kept as `keptAs`. At every moment at
 * least one of the two exists.
 */
export async function rewriteSegment(
  directory: string,
  name: SegmentName,
  keptAs: string,
  stretches: readonly Stretch[],
): Promise<void> {
  const path = join(directory, name.file);
  const plain = path.replace(/\.zst$/, '');
  const temporary = `${plain}.sound.tmp`;
  if (stretches.length > 0) await copyStretches(directory, name, temporary, stretches);
  await link(path, join(directory, keptAs));
  await syncDirectory(directory);
  if (stretches.length > 0) await rename(temporary, plain);
  if (stretches.length === 0 || plain !== path) await unlink(path);
  await syncDirectory(directory);
}

async function copyStretches(
  directory: string,
  name: SegmentName,
  target: string,
  stretches: readonly Stretch[],
): Promise<void> {
  const source = await openSegmentSource(directory, name, () => undefined);
  const handle = await open(target, 'w', 0o600);
  try {
    for (const { at, endAt } of stretches) {
      for (let position = at; position < endAt; ) {
        const bytes = await source.bytes(position, Math.min(COPY_BYTES, endAt - position));
        await handle.writeFile(bytes);
        position += bytes.length;
      }
    }
    await handle.sync();
  } finally {
    await handle.close();
    await source.close();
  }
}
