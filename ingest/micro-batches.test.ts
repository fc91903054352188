import { describe, expect, it } from 'vitest';
import { microBatches } from './micro-batches.ts';
import { batchOf, NOON, tick } from './sample-city.ts';

describe('a part in pieces', () => {
  it('has all its records, in order, and each piece ends where the next begins', () => {
    const part = batchOf(
      Array.from({ length: 150 }, () => tick(NOON)),
      1000,
    );
    const pieces = microBatches(part);
    expect(pieces.length).toBeGreaterThan(1);
    expect(pieces.flatMap(({ records }) => records)).toEqual(part.records);
    for (const [index, { nextOffset }] of pieces.entries()) {
      expect(nextOffset).toBe(pieces[index + 1]?.records[0]?.offset ?? part.nextOffset);
    }
  });

  it('is one piece when it is small or empty: its end still moves on', () => {
    expect(microBatches(batchOf([tick(NOON)], 5))).toHaveLength(1);
    expect(microBatches({ records: [], nextOffset: 7 })).toEqual([{ records: [], nextOffset: 7 }]);
  });
});
