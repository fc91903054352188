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

test('records of a city whose time stood still get their wall time, after a stretch that was ahead of it', () => {
  const still = (offset: number, wallAt: number): Journalled => ({ kind: 'tick', offset, receivedAt: 90_000, wallAt });
  const ahead: Amendment = { ...SHIFT, fromOffset: 0, amendment: { type: 'clock-shifted', millis: -89_000 } };
  const toWall: Amendment = {
    ...SHIFT,
    amendmentId: 'b',
    fromOffset: 2,
    untilOffset: null,
    amendment: { type: 'clock-shifted', millis: 0, ofWall: true },
  };
  const clock = createShiftClock([ahead, toWall]);
  const records = [still(0, 90_000), still(1, 90_000), still(2, 2_000), still(3, 3_000)];
  expect(records.map((record) => clock.shift(record).receivedAt)).toEqual([1_000, 1_000, 2_000, 3_000]);
});
