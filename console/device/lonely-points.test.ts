import { expect, test } from 'vitest';
import { lonelyPoints } from './lonely-points.ts';

test.each([
  [[], []],
  [[5], [0]],
  [[5, 6], []],
  [
    [5, null, 6, 7, null, 8],
    [0, 5],
  ],
  [[null, 5, null], [1]],
  [[5, undefined, 6], []],
  [[undefined, 5, undefined, null, undefined, 6, 7], [1]],
])('of %j the points %j stand alone', (line, lonely) => {
  expect(lonelyPoints(line)).toEqual(lonely);
});
