import { expect, test } from 'vitest';
import { en } from '../texts/en.ts';
import { zh } from '../texts/zh.ts';
import { formatDuration } from './duration.ts';
import { formatValue } from './number.ts';
import { formatUnit } from './unit.ts';

test('a duration is shown in its two largest units', () => {
  expect(formatDuration(42_000, en.duration)).toBe('42 s');
  expect(formatDuration(26 * 60_000, zh.duration)).toBe('26 分钟');
  expect(formatDuration(3_660_000, en.duration)).toBe('1 h 1 min');
  expect(formatDuration(50 * 3_600_000, en.duration)).toBe('2 d 2 h');
});

test('a negative duration counts as zero', () => {
  expect(formatDuration(-5000, en.duration)).toBe('0 s');
});

test('units are written as people write them', () => {
  expect(formatUnit('ug/m3', en.units)).toBe('µg/m³');
  expect(formatUnit('{vehicles}/h', zh.units)).toBe('辆/时');
  expect(formatUnit('mm', en.units)).toBe('mm');
});

test('values carry the digits that a person can use', () => {
  expect([1013.25, 27.34, 1.239, 0.0456, 0, -999].map(formatValue)).toEqual([
    '1013',
    '27.3',
    '1.24',
    '0.046',
    '0',
    '-999',
  ]);
});

test('every term of a scenario that has an English name has a Chinese one', () => {
  expect(Object.keys(zh.terms).sort()).toEqual(Object.keys(en.terms).sort());
});
