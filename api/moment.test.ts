import { describe, expect, test } from 'vitest';
import { momentOf } from './moment.ts';

const AT = Date.UTC(2026, 9, 25, 0, 30);

describe('an instant in a query', () => {
  test.each([
    [AT, AT],
    [0, 0],
    [-1, -1],
    ['2026-10-25T00:30:00Z', AT],
    ['2026-10-25T01:30:00+01:00', AT],
    ['2026-10-25T08:30+0800', AT],
    ['2026-10-25T08:30:00.000+08', AT],
    // What a server sees of an unescaped plus.
    ['2026-10-25T01:30:00 01:00', AT],
    ['2026-10-25 00:30:00z', AT],
    ['2024-02-29T24:00:00Z', Date.UTC(2024, 2, 1)],
  ])('%j is understood', (given, at) => {
    expect(momentOf(given, 'from')).toBe(at);
  });

  test.each<[number | string, RegExp]>([
    [AT / 1000, /looks like seconds; write milliseconds: 1792888200000\.$/],
    [AT * 1000, /looks like microseconds/],
    [AT * 1e6, /looks like nanoseconds/],
    [1.5, /is no instant/],
    [1e300, /is no instant/],
    ['2026-10-25', /no offset from UTC.*2026-10-25T00:00:00Z/],
    ['2026-10-25T01:30:00', /no offset from UTC/],
    ['2026-13-25T01:30:00Z', /the calendar has no 2026-13-25/],
    // Said at once, and not first that an offset is missing.
    ['2026-11-31', /the calendar has no 2026-11-31; write a day that exists\.$/],
    ['2026-11-31T08:00:00', /the calendar has no 2026-11-31/],
    ['2026-11-30T25:00:00Z', /is no instant/],
    // A kind of fault of parsers: a day that does not exist becomes another one, and the answer looks valid.
    ['2026-02-30T00:00:00Z', /the calendar has no 2026-02-30/],
    ['2026-02-29T00:00:00+08:00', /the calendar has no 2026-02-29/],
    // The first instant that JavaScript has: buckets around it begin before it.
    ['-271821-04-20T00:00:00Z', /is no instant/],
    ['yesterday', /is no instant; write 2026-03-01T08:00:00\+08:00, or milliseconds since 1970/],
    ['', /is no instant/],
  ])('%j is refused, and the detail says what is right', (given, detail) => {
    expect(() => momentOf(given, 'from')).toThrow(
      expect.objectContaining({ statusCode: 400, field: 'from', message: expect.stringMatching(detail) }),
    );
  });

  test('that is absent is none', () => {
    expect(momentOf(undefined, 'from')).toBeUndefined();
  });
});
