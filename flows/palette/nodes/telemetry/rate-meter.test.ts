import { expect, test } from 'vitest';
import type { Clock } from '../../city/clock.ts';
import { createRateMeter } from './rate-meter.ts';

/** A clock that a test advances. */
function manualClock(): Clock & { turn(): void; readonly isWound: boolean } {
  let callback: (() => void) | null = null;
  return {
    now: () => 0,
    after(_millis, next) {
      callback = next;
      return () => {
        callback = null;
      };
    },
    turn() {
      const due = callback;
      callback = null;
      due?.();
    },
    get isWound() {
      return callback !== null;
    },
  };
}

test('shows readings a second, then a minute, and stops after a minute without any', () => {
  const clock = manualClock();
  const shown: string[] = [];
  const rate = createRateMeter(clock, (text) => shown.push(text));
  for (let step = 0; step < 5; step += 1) {
    for (let count = 0; count < 24; count += 1) rate.count();
    clock.turn();
  }
  expect(shown.at(-1)).toBe('12/s');
  for (let step = 0; step < 5; step += 1) clock.turn();
  expect(shown.at(-1)).toBe('120/min');
  for (let step = 0; step < 30; step += 1) clock.turn();
  expect(shown.at(-1)).toBe('0/min');
  expect(clock.isWound).toBe(false);
  rate.count();
  clock.turn();
  expect(shown.at(-1)).toBe('1/min');
  rate.close();
  expect(clock.isWound).toBe(false);
});
