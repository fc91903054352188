import { describe, expect, it } from 'vitest';
import { microBatches } from './micro-batches.ts';
import { batchOf, NOON, tick } from './sample-city.ts';

describe('the micro-batches of a batch', () => {
  it('contain all records in order, and each ends where the next begins', () => {
    const batch = batchOf(
      Array.from({ length: 150 }, () => tick(NOON)),
      1000,
    );
    const parts = microBatches(batch);
    expect(parts.length).toBeGreaterThan(1);
    expect(parts.flatMap(({ records }) => records)).toEqual(batch.records);
    for (const [index, { nextOffset }] of parts.entries()) {
      expect(nextOffset).toBe(parts[index + 1]?.records[0]?.offset ?? batch.nextOffset);
    }
  });

  it('are one when the batch is small or empty, with its end offset', () => {
    expect(microBatches(batchOf([tick(NOON)], 5))).toHaveLength(1);
    expect(microBatches({ records: [], nextOffset: 7 })).toEqual([{ records: [], nextOffset: 7 }]);
  });
});
