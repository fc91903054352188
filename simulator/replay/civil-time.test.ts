import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { civilTimeConverter } from './civil-time.ts';

const civil = (year: number, month: number, day: number, hour: number, minute = 0) => ({
  year,
  month,
  day,
  hour,
  minute,
  second: 0,
});
const iso = (at: number | undefined) => new Date(at ?? Number.NaN).toISOString();

describe('civil time', () => {
  test('in Shanghai is eight hours ahead, all year', () => {
    const convert = civilTimeConverter('Asia/Shanghai');
    expect(convert(civil(2013, 3, 1, 0))).toEqual({ at: Date.UTC(2013, 1, 28, 16), kind: 'exact' });
    expect(convert(civil(2013, 7, 1, 0))).toEqual({ at: Date.UTC(2013, 5, 30, 16), kind: 'exact' });
  });

  test('an hour that occurs twice is taken as the first, marked `repeated`', () => {
    const convert = civilTimeConverter('Europe/Berlin');
    const twice = convert(civil(2024, 10, 27, 2, 30));
    expect([iso(twice?.at), twice?.kind]).toEqual(['2024-10-27T00:30:00.000Z', 'repeated']);
    expect(convert(civil(2024, 10, 27, 3))?.kind).toBe('exact');
    expect(iso(convert(civil(2024, 10, 27, 3))?.at)).toBe('2024-10-27T02:00:00.000Z');
  });

  test('an hour that does not exist is moved on by the gap, marked `shifted`', () => {
    const convert = civilTimeConverter('Europe/Berlin');
    const never = convert(civil(2024, 3, 31, 2, 30));
    expect([iso(never?.at), never?.kind]).toEqual(['2024-03-31T01:30:00.000Z', 'shifted']);
    expect(convert(civil(2024, 3, 31, 3))).toEqual({ at: Date.UTC(2024, 2, 31, 1), kind: 'exact' });
  });

  test('works south of the equator and for half hours', () => {
    const convert = civilTimeConverter('Australia/Lord_Howe');
    expect(iso(convert(civil(2024, 1, 1, 0))?.at)).toBe('2023-12-31T13:00:00.000Z');
    expect(convert(civil(2024, 4, 7, 1, 45))?.kind).toBe('repeated');
  });

  test('a day that does not exist gives null', () => {
    const convert = civilTimeConverter('UTC');
    expect(convert(civil(2023, 2, 29, 0))).toBeNull();
    expect(convert(civil(2023, 13, 1, 0))).toBeNull();
    expect(convert(civil(2023, 1, 1, 24))).toBeNull();
  });

  test('every moment comes back from its civil time, except in the second of two equal hours', () => {
    const zone = 'America/New_York';
    const convert = civilTimeConverter(zone);
    const format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });
    fc.assert(
      fc.property(fc.integer({ min: Date.UTC(2010, 0, 1) / 60_000, max: Date.UTC(2030, 0, 1) / 60_000 }), (minute) => {
        const [year = 0, month = 0, day = 0, hour = 0, minutes = 0] = format
          .format(minute * 60_000)
          .split(/\D+/)
          .map(Number);
        const back = convert(civil(year, month, day, hour, minutes));
        const difference = minute * 60_000 - (back?.at ?? 0);
        return back?.kind === 'repeated' ? difference === 0 || difference === 3_600_000 : difference === 0;
      }),
    );
  });

  test('an unknown zone is refused', () => {
    expect(() => civilTimeConverter('Asia/Lanwan')).toThrow(RangeError);
  });
});
