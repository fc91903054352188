import { expect, test } from 'vitest';
import { createBackOff } from './back-off.ts';

const waits = (longestMillis: number, readyMillis: readonly number[]): number[] => {
  const backOff = createBackOff({ longestMillis, stableMillis: 60_000 });
  return readyMillis.map((millis) => backOff(millis));
};

test('the waiting time doubles up to the limit', () => {
  expect(waits(5_000, Array(7).fill(0))).toEqual([200, 400, 800, 1_600, 3_200, 5_000, 5_000]);
  expect(waits(30_000, Array(9).fill(0)).slice(5)).toEqual([6_400, 12_800, 25_600, 30_000]);
});

test('back-off starts again after a role was ready for a minute, not after 10 s', () => {
  expect(waits(30_000, [0, 10_000, 59_999, 60_000, 10_000])).toEqual([200, 400, 800, 200, 400]);
});
