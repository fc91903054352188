import { expect, test } from 'vitest';
import type { Amendment } from '../model/amendment.ts';
import { sortAmendments } from './sort-amendments.ts';

const off = (amendmentId: string, fromOffset: number, user = 'li'): Amendment => ({
  amendmentId,
  user,
  fromOffset,
  untilOffset: null,
  amendment: { type: 'extension-off', kind: 'scenario', id: 'flood', zoneId: null, deviceId: null, reason: 'a test' },
});
const ids = (amendments: readonly Amendment[]) => amendments.map(({ amendmentId }) => amendmentId);

function sorted(amendments: readonly Amendment[], known: readonly string[], reached: number) {
  const { applied, held, waiting } = sortAmendments(amendments, { known, reached });
  return { applied: ids(applied), held: ids(held), waiting: ids(waiting) };
}

test('one that begins behind what was written waits; what was known, or begins later, is applied', () => {
  const all = [off('old', 5), off('known', 6), off('at the end', 100), off('before the end', 99)];
  expect(sorted(all, ['known'], 100)).toEqual({
    applied: ['known', 'at the end'],
    held: ['known', 'at the end'],
    waiting: ['old', 'before the end'],
  });
});

test('what hangs is left out at once, also where readings and documents have to be made again', () => {
  expect(sorted([off('hang', 5, 'citynerve'), off('old', 5)], [], 100)).toEqual({
    applied: ['hang'],
    held: [],
    waiting: ['hang', 'old'],
  });
});
