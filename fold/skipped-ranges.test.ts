import { expect, test } from 'vitest';
import type { AmendmentRecord } from '../model/journal-record.ts';
import { createSkippedRanges } from './skipped-ranges.ts';

const record = (fromOffset: number, untilOffset: number, type: 'series-skipped' | 'clock' = 'series-skipped') =>
  ({
    kind: 'amendment',
    amendmentId: `${type}/${fromOffset}`,
    user: 'citynerve',
    fromOffset,
    untilOffset,
    amendment: type === 'clock' ? { type: 'clock-shifted', millis: 1 } : { type, reason: 'no room' },
    receivedAt: 5,
    wallAt: 6,
  }) satisfies AmendmentRecord;

test('a store goes on behind the ranges that it stands in, one after the other', () => {
  const ranges = createSkippedRanges();
  expect([ranges.behind(7), ranges.has(7)]).toEqual([7, false]);
  for (const each of [record(10, 20), record(20, 30), record(40, 50)]) ranges.note(each);
  expect([9, 10, 15, 29, 30, 45, 50].map(ranges.behind)).toEqual([9, 30, 30, 30, 30, 50, 50]);
  expect([9, 10, 29, 30, 39, 40, 50].map(ranges.has)).toEqual([false, true, true, false, false, true, false]);
});

test('the same amendment counts once, and one about something else does not count', () => {
  const ranges = createSkippedRanges();
  for (const each of [record(10, 20), record(10, 20), record(0, 9, 'clock')]) ranges.note(each);
  expect(ranges.all).toEqual([{ fromOffset: 10, untilOffset: 20, decidedAt: 5, reason: 'no room' }]);
});
