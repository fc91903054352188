import { describe, expect, test } from 'vitest';
import { parseIso, timeFormat } from './time-format.ts';

const noon = { year: 2016, month: 3, day: 1, hour: 12, minute: 5, second: 0 };

describe('times in one column', () => {
  test.each([
    ['YYYY-MM-DD HH:mm:ss', '2016-03-01 12:05:00'],
    ['M/D/YYYY H:mm', '3/1/2016 12:05'],
    ['DD.MM.YYYY HH:mm', '01.03.2016 12:05'],
    ['YYYYMMDDHHmm', '201603011205'],
  ])('%s reads %s', (format, text) => {
    expect(timeFormat(format)(text)).toEqual(noon);
  });

  test('a text that does not match the format gives null', () => {
    expect(timeFormat('YYYY-MM-DD')('01/03/2016')).toBeNull();
    expect(timeFormat('DD.MM.YYYY')('01x03x2016')).toBeNull();
  });

  test('a format without a day is refused', () => {
    expect(() => timeFormat('YYYY-MM HH:mm')).toThrow('names no day');
  });

  test('ISO 8601 with an offset is an instant, without one a civil time', () => {
    expect(parseIso('2016-03-01T12:05:00+08:00')).toBe(Date.UTC(2016, 2, 1, 4, 5));
    expect(parseIso('2015-01-01T01:00:00+1100')).toBe(Date.UTC(2014, 11, 31, 14));
    expect(parseIso('2016-03-01T12:05Z')).toBe(Date.UTC(2016, 2, 1, 12, 5));
    expect(parseIso('2016-03-01 12:05')).toEqual(noon);
    expect(parseIso('yesterday')).toBeNull();
  });
});
