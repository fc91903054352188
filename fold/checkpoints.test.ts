import { describe, expect, test } from 'vitest';
import { createCheckpoints } from './checkpoints.ts';

/** Checkpoints with a clock and a timer that the test controls; writing takes `writeMillis`. */
function setUp(writeMillis = 0, goesOn: PromiseWithResolvers<number> | null = null) {
  let now = 0;
  let timer: { readonly at: number; readonly callback: () => void } | null = null;
  const seen = { writtenAt: [] as number[], isAtRest: true };
  const checkpoints = createCheckpoints({
    everyMillis: 500,
    write() {
      seen.writtenAt.push(now);
      now += writeMillis;
      return goesOn === null ? null : goesOn.promise;
    },
    isAtRest: () => seen.isAtRest,
    now: () => now,
    after(millis, callback) {
      const mine = { at: now + millis, callback };
      timer = mine;
      return () => {
        if (timer === mine) timer = null;
      };
    },
  });
  return {
    seen,
    checkpoints,
    moveTo(millis: number): void {
      now = Math.max(now, millis);
      if (!timer || timer.at > now) return;
      const { callback } = timer;
      timer = null;
      callback();
    },
    /** Time passes while the event loop is blocked, so that no timer fires. */
    workUntil(millis: number): void {
      now = millis;
    },
    get timerAt() {
      return timer?.at ?? null;
    },
  };
}

describe('checkpoints', () => {
  test('are written at once when due', () => {
    const { seen, checkpoints, moveTo } = setUp();
    moveTo(500);
    checkpoints.changed();
    expect(seen.writtenAt).toEqual([500]);
  });

  test('in time slices are not begun again before they are finished, and all their working time counts', async () => {
    const goesOn = Promise.withResolvers<number>();
    const { seen, checkpoints, moveTo } = setUp(10, goesOn);
    moveTo(500);
    checkpoints.changed();
    for (const at of [2_000, 4_000]) {
      moveTo(at);
      checkpoints.changed();
    }
    expect(seen.writtenAt).toEqual([500]);
    goesOn.resolve(90);
    await goesOn.promise;
    moveTo(4_000 + 50 * 100 - 1);
    expect(seen.writtenAt).toEqual([500]);
    moveTo(4_000 + 50 * 100);
    expect(seen.writtenAt).toEqual([500, 9_000]);
  });

  test('are written by a timer when no change follows, once for many changes', () => {
    const { seen, checkpoints, moveTo } = setUp();
    for (const at of [100, 200, 300]) {
      moveTo(at);
      checkpoints.changed();
    }
    moveTo(499);
    expect(seen.writtenAt).toEqual([]);
    moveTo(500);
    expect(seen.writtenAt).toEqual([500]);
  });

  test('are not written without a change', () => {
    const { seen, moveTo } = setUp();
    moveTo(10_000);
    expect(seen.writtenAt).toEqual([]);
  });

  test('take at most a fiftieth of the time, however slow the disk is', () => {
    const { seen, checkpoints, moveTo } = setUp(100);
    moveTo(500);
    checkpoints.changed();
    moveTo(4_500);
    checkpoints.changed();
    expect(seen.writtenAt).toEqual([500]);
    moveTo(5_600);
    expect(seen.writtenAt).toEqual([500, 5_600]);
  });

  test('an earlier timer does not cause the next one too early', () => {
    const { seen, checkpoints, moveTo, workUntil } = setUp(100);
    moveTo(400);
    checkpoints.changed();
    workUntil(550);
    checkpoints.changed();
    checkpoints.changed();
    moveTo(700);
    expect(seen.writtenAt).toEqual([550]);
    moveTo(5_650);
    expect(seen.writtenAt).toEqual([550, 5_650]);
  });

  test('are never written within a batch, but at its end', () => {
    const { seen, checkpoints, moveTo } = setUp();
    moveTo(100);
    checkpoints.changed();
    seen.isAtRest = false;
    moveTo(600);
    expect(seen.writtenAt).toEqual([]);
    seen.isAtRest = true;
    checkpoints.changed();
    expect(seen.writtenAt).toEqual([600]);
  });

  test('stopping leaves no timer, even if a checkpoint in time slices ends later', async () => {
    const goesOn = Promise.withResolvers<number>();
    const it = setUp(10, goesOn);
    it.moveTo(500);
    it.checkpoints.changed();
    it.checkpoints.changed();
    it.checkpoints.stop();
    goesOn.resolve(10);
    await goesOn.promise;
    expect(it.timerAt).toBeNull();
    expect(it.seen.writtenAt).toEqual([500]);

    const idle = setUp();
    idle.checkpoints.changed();
    idle.checkpoints.stop();
    expect(idle.timerAt).toBeNull();
  });
});
