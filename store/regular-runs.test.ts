import { expect, it } from 'vitest';
import { regularRuns } from './regular-runs.ts';

it('puts neighbouring buckets of one length together, in their order', () => {
  expect(regularRuns([3, 10, 20, 30, 35, 45])).toEqual([
    { from: 3, until: 10, stepMillis: 7 },
    { from: 10, until: 30, stepMillis: 10 },
    { from: 30, until: 35, stepMillis: 5 },
    { from: 35, until: 45, stepMillis: 10 },
  ]);
  expect(regularRuns([5, 9])).toEqual([{ from: 5, until: 9, stepMillis: 4 }]);
  expect([regularRuns([5]), regularRuns([])]).toEqual([[], []]);
});
