import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { FAMILIES, type Family } from './family.ts';
import { listSegments } from './list-segments.ts';

/** Room that the segments take on disk. */
export interface SegmentMeasure {
  readonly bytes: Readonly<Record<Family, number>>;
  readonly segments: number;
}

/** Asks the file system; a segment that is being replaced meanwhile counts for nothing. */
export async function measureSegments(directory: string): Promise<SegmentMeasure> {
  const lists = await listSegments(directory);
  const bytes = { ageing: 0, lasting: 0 };
  let segments = 0;
  for (const family of FAMILIES) {
    for (const { file } of lists[family]) {
      bytes[family] += await stat(join(directory, file)).then(
        (found) => found.size,
        () => 0,
      );
      segments += 1;
    }
  }
  return { bytes, segments };
}
