import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { readAnyInstant } from './any-instant.ts';

test('a time is read in the unit that its size shows', () => {
  const at = 1_700_000_000_123;
  for (const value of [
    at,
    at / 1000,
    at * 1000 + 4,
    at * 1e6,
    '1700000000123',
    '1700000000.123456',
    '1700000000123456',
  ]) {
    expect(readAnyInstant(value)).toEqual({ ok: true, at });
  }
  expect(readAnyInstant('2026-01-01T08:00:00+0100')).toEqual({ ok: true, at: Date.UTC(2026, 0, 1, 7) });
});

test('any time of this century is the same in each unit', () => {
  fc.assert(
    fc.property(fc.integer({ min: Date.UTC(2000), max: Date.UTC(2100) }), (millis) => {
      const seconds = Math.floor(millis / 1000);
      expect(readAnyInstant(millis)).toEqual({ ok: true, at: millis });
      expect(readAnyInstant(seconds)).toEqual({ ok: true, at: seconds * 1000 });
      expect(readAnyInstant(millis * 1000)).toEqual({ ok: true, at: millis });
    }),
  );
});

test.each([0, -1, 12.5, 99_999_999, 1e20, Number.NaN, Number.POSITIVE_INFINITY, '12', 'now', null, {}])(
  '%j is no time',
  (value) => expect(readAnyInstant(value).ok).toBe(false),
);
