import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readInstant } from './instant.ts';

describe('readInstant', () => {
  it('reads ISO 8601 text with any UTC offset', () => {
    const dates = fc.date({ min: new Date(0), max: new Date('2999-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(dates, fc.integer({ min: -14 * 60, max: 14 * 60 }), (date, offset) => {
        const wall = new Date(date.getTime() + offset * 60_000);
        if (wall.getTime() < 0) return;
        const sign = offset < 0 ? '-' : '+';
        const hours = String(Math.floor(Math.abs(offset) / 60)).padStart(2, '0');
        const minutes = String(Math.abs(offset) % 60).padStart(2, '0');
        const written = `${wall.toISOString().slice(0, -1)}${sign}${hours}:${minutes}`;
        expect(readInstant(written)).toEqual({ ok: true, at: date.getTime() });
      }),
    );
  });

  it.each(['2026-01-01', '2026-01-01T08:00:00', '2026-02-29T00:00:00Z', '2026-01-01T24:00:00Z', '', 'now'])(
    'refuses %j: without zone, or not in the calendar',
    (text) => expect(readInstant(text).ok).toBe(false),
  );

  it.each([0, -1, 1_700_000_000, 9e15, Number.NaN])('refuses the number %d', (number) => {
    expect(readInstant(number).ok).toBe(false);
  });
});
