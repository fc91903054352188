import { expect, test } from 'vitest';
import { createBackOff } from './back-off.ts';

const waits = (longestMillis: number, readyMillis: readonly number[]): number[] => {
  const backOff = createBackOff({ longestMillis, stableMillis: 60_000 });
  return readyMillis.map((millis) => backOff.next(millis));
};

test('waits double up to the longest', () => {
  expect(waits(5_000, Array(7).fill(0))).toEqual([200, 400, 800, 1_600, 3_200, 5_000, 5_000]);
  expect(waits(30_000, Array(9).fill(0)).slice(5)).toEqual([6_400, 12_800, 25_600, 30_000]);
});

test('a role that was ready for 10 s has not recovered, one that was ready for a minute has', () => {
  expect(waits(30_000, [0, 10_000, 59_999, 60_000, 10_000])).toEqual([200, 400, 800, 200, 400]);
});
