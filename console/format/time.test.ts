import { expect, test } from 'vitest';
import { formatTime } from './time.ts';

const AT = Date.UTC(2026, 2, 29, 1, 30, 5);

test('an instant is shown as the clocks of the city show it', () => {
  expect(formatTime(AT, 'Asia/Shanghai', 'full')).toBe('2026-03-29 09:30:05');
  expect(formatTime(AT, 'Asia/Shanghai', 'short')).toBe('03-29 09:30');
  expect(formatTime(AT, 'Asia/Shanghai', 'clock')).toBe('09:30:05');
  expect(formatTime(AT, 'Asia/Shanghai', 'date')).toBe('2026-03-29');
  expect(formatTime(AT, 'Asia/Shanghai', 'day')).toBe('03-29');
});

test('a city with daylight saving jumps over its missing hour', () => {
  expect(formatTime(AT - 3_600_000, 'Europe/Berlin', 'minute')).toBe('01:30');
  expect(formatTime(AT, 'Europe/Berlin', 'minute')).toBe('03:30');
});

test('midnight is hour zero of the new day', () => {
  expect(formatTime(Date.UTC(2026, 0, 1), 'UTC', 'full')).toBe('2026-01-01 00:00:00');
});
