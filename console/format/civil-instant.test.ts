import fc from 'fast-check';
import { expect, test } from 'vitest';
import { civilInstant, civilMinute } from './civil-instant.ts';

test.each([
  ['2026-07-01T14:03', 'Asia/Shanghai', '2026-07-01T06:03Z'],
  ['2026-07-01T14:03', 'UTC', '2026-07-01T14:03Z'],
  ['2026-07-01T14:03', 'Europe/London', '2026-07-01T13:03Z'],
  ['2026-12-31T23:59', 'America/St_Johns', '2027-01-01T03:29Z'],
  // The clock is set back from 02:00 to 01:00: the earlier 01:30 is meant.
  ['2026-10-25T01:30', 'Europe/London', '2026-10-25T00:30Z'],
  // It is set forward from 01:00 to 02:00: there is no 01:30.
  ['2026-03-29T01:30', 'Europe/London', '2026-03-29T01:30Z'],
  ['2026-03-29T02:00', 'Europe/London', '2026-03-29T01:00Z'],
])('%s in %s is %s', (text, timeZone, utc) => {
  expect(civilInstant(text, timeZone)).toBe(Date.parse(utc));
});

test.each(['', '2026-07-01', '2026-13-01T00:00', 'now'])('"%s" is no civil time', (text) => {
  expect(civilInstant(text, 'UTC')).toBeNull();
});

test('each minute comes back as it was shown, but the later of two that a clock shows twice', () => {
  const minute = fc.integer({ min: 27_000_000, max: 31_000_000 }).map((minutes) => minutes * 60_000);
  fc.assert(
    fc.property(minute, fc.constantFrom('Asia/Shanghai', 'Europe/London', 'America/New_York'), (at, timeZone) => {
      const back = civilInstant(civilMinute(at, timeZone), timeZone);
      expect([at, at - 3_600_000]).toContain(back);
    }),
  );
});
