import { expect, test } from 'vitest';
import { civilDate, civilMidnight, nextDate, utcOffsetMillis } from './civil-time.ts';

test('a day begins at its own midnight: in Shanghai, on half hours, on the days when clocks change', () => {
  expect(new Date(civilMidnight('2026-03-01', 'Asia/Shanghai')).toISOString()).toBe('2026-02-28T16:00:00.000Z');
  expect(new Date(civilMidnight('2026-03-01', 'Asia/Kathmandu')).toISOString()).toBe('2026-02-28T18:15:00.000Z');
  const hoursOf = (date: string, zone: string) =>
    (civilMidnight(nextDate(date), zone) - civilMidnight(date, zone)) / 3_600_000;
  expect(hoursOf('2026-03-29', 'Europe/Berlin')).toBe(23);
  expect(hoursOf('2026-10-25', 'Europe/Berlin')).toBe(25);
  expect(hoursOf('2026-12-31', 'Europe/Berlin')).toBe(24);
});

test('a day without a midnight begins with its first instant', () => {
  const begins = civilMidnight('2026-04-24', 'Africa/Cairo');
  expect([civilDate(begins - 1, 'Africa/Cairo'), civilDate(begins, 'Africa/Cairo')]).toEqual([
    '2026-04-23',
    '2026-04-24',
  ]);
});

test('a zone without an offset stands at UTC', () => {
  expect(utcOffsetMillis(0, 'UTC')).toBe(0);
  expect(utcOffsetMillis(Date.UTC(2026, 0, 1), 'America/New_York')).toBe(-5 * 3_600_000);
});
