import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRateGuard, type RateGuard } from './rate-guard.ts';
import { createManualTimers } from './testing/manual-timers.ts';

test('a device sends at most its burst and its rate, nothing is lost, and order is kept', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(300), { maxLength: 60 }), (pauses) => {
      const timers = createManualTimers();
      const guard = createRateGuard({ messagesPerSecond: 10, burst: 5, timers });
      const through: number[] = [];
      pauses.forEach((pause, index) => {
        timers.advance(pause);
        pass(guard, () => through.push(index));
        expect(through.length).toBeLessThanOrEqual(5 + timers.now() / 100);
      });
      timers.advance(60_000);
      expect(through).toEqual(pauses.map((_, index) => index));
    }),
  );
});

test('messages that wait when the connection closes proceed', () => {
  const guard = createRateGuard({ messagesPerSecond: 1, burst: 1, timers: createManualTimers() });
  const through: number[] = [];
  for (let index = 0; index < 3; index++) pass(guard, () => through.push(index));
  expect(through).toEqual([0]);
  guard.close();
  expect(through).toEqual([0, 1, 2]);
});

function pass(guard: RateGuard, proceed: () => void): void {
  if (guard.take()) proceed();
  else guard.wait(proceed);
}
