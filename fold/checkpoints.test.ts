import { describe, expect, test } from 'vitest';
import { createCheckpoints } from './checkpoints.ts';

/** A desk with a clock that the test moves; writing takes `writeMillis` of it. */
function desk(writeMillis = 0, goesOn: PromiseWithResolvers<number> | null = null) {
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
    /** Time passes, and no timer has its turn. */
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
    const { seen, checkpoints, moveTo } = desk();
    moveTo(500);
    checkpoints.changed();
    expect(seen.writtenAt).toEqual([500]);
  });

  test('that go on in turns are not begun again meanwhile, and their work counts', async () => {
    const goesOn = Promise.withResolvers<number>();
    const { seen, checkpoints, moveTo } = desk(10, goesOn);
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

  test('are written by a timer when nothing follows, once for many changes', () => {
    const { seen, checkpoints, moveTo } = desk();
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
    const { seen, moveTo } = desk();
    moveTo(10_000);
    expect(seen.writtenAt).toEqual([]);
  });

  test('take at most a fiftieth of the time, however slow the disk is', () => {
    const { seen, checkpoints, moveTo } = desk(100);
    moveTo(500);
    checkpoints.changed();
    moveTo(4_500);
    checkpoints.changed();
    expect(seen.writtenAt).toEqual([500]);
    moveTo(5_600);
    expect(seen.writtenAt).toEqual([500, 5_600]);
  });

  test('a timer from before does not bring the next one forward', () => {
    const { seen, checkpoints, moveTo, workUntil } = desk(100);
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

  test('are never written while a batch is half done, but at its end', () => {
    const desk1 = desk();
    const { seen, checkpoints, moveTo } = desk1;
    moveTo(100);
    checkpoints.changed();
    seen.isAtRest = false;
    moveTo(600);
    expect(seen.writtenAt).toEqual([]);
    seen.isAtRest = true;
    checkpoints.changed();
    expect(seen.writtenAt).toEqual([600]);
  });

  test('stopping leaves no timer, nor does one come from what still went on', async () => {
    const goesOn = Promise.withResolvers<number>();
    const it = desk(10, goesOn);
    it.moveTo(500);
    it.checkpoints.changed();
    it.checkpoints.changed();
    it.checkpoints.stop();
    goesOn.resolve(10);
    await goesOn.promise;
    expect(it.timerAt).toBeNull();
    expect(it.seen.writtenAt).toEqual([500]);

    const idle = desk();
    idle.checkpoints.changed();
    idle.checkpoints.stop();
    expect(idle.timerAt).toBeNull();
  });
});
