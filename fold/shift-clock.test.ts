import { expect, test } from 'vitest';
import type { Amendment } from '../model/amendment.ts';
import type { Journalled } from '../model/journal-record.ts';
import { createShiftClock } from './shift-clock.ts';

const SHIFT: Amendment = {
  amendmentId: 'a',
  user: 'li',
  fromOffset: 1,
  untilOffset: 2,
  amendment: { type: 'clock-shifted', millis: 500 },
};
const tick: Journalled = { kind: 'tick', offset: 1, receivedAt: 2_000, wallAt: 0 };
const gap: Journalled = { kind: 'gap', offset: 2, since: 2_000, receivedAt: 9_000, wallAt: 0 };

test('a gap begins at the shifted time of the record before it', () => {
  const clock = createShiftClock([SHIFT]);
  expect(clock.shift(tick)).toMatchObject({ receivedAt: 2_500 });
  expect(clock.shift(gap)).toEqual({ ...gap, since: 2_500 });
  expect(clock.edges).toEqual([1, 2]);
});

test('without an amendment of the clock a record is given back as it is', () => {
  const plain = createShiftClock([]);
  expect(plain.shift(gap)).toBe(gap);
  expect(plain.latest).toBe(9_000);
});
