import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { FAMILIES, type Family } from './family.ts';
import { listSegments } from './list-segments.ts';

/** Size of the segments on disk. */
export interface SegmentMeasure {
  readonly bytes: Readonly<Record<Family, number>>;
  readonly segments: number;
}

/** Measures the segments; one that is being replaced at this moment may be counted as empty. */
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
