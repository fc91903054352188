import { expect, test } from 'vitest';
import { describeMillis, parseOffsetRange, parseShift } from './parse-shift.ts';

test.each([
  ['120-340', { first: 120, last: 340 }],
  ['7-7', { first: 7, last: 7 }],
  ['120-', { first: 120, last: null }],
  ['340-120', null],
  ['-120', null],
  ['120', null],
  ['a-b', null],
])('offsets %s', (text, range) => expect(parseOffsetRange(text)).toEqual(range));

test.each([
  ['-1461d', -126_230_400_000],
  ['+2h', 7_200_000],
  ['90s', 90_000],
  ['-3600000', -3_600_000],
  ['5min', 300_000],
  ['0d', null],
  ['1.5h', null],
  ['1y', null],
  ['999999999999999d', null],
])('a shift by %s', (text, millis) => expect(parseShift(text)).toBe(millis));

test.each([
  [0, '0 s'],
  [-90_000, '1 min 30 s'],
  [90_061_000, '1 d 1 h'],
])('%s ms for people', (millis, text) => expect(describeMillis(millis)).toBe(text));
