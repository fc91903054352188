import type { Clock } from '../city/clock.ts';

/** A clock that a test advances. */
export interface ManualClock extends Clock {
  /** Advances the clock: runs due callbacks in order, and everything that follows from them. */
  advance(millis: number): Promise<void>;
  /** Number of scheduled callbacks. */
  readonly wound: number;
}

/** Resolves when all pending promises are settled. */
export const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A clock that stands at `start` until it is advanced. */
export function createManualClock(start = 0): ManualClock {
  const waiting = new Set<{ readonly at: number; readonly callback: () => void }>();
  let now = start;
  return {
    now: () => now,
    after(millis, callback) {
      const one = { at: now + millis, callback };
      waiting.add(one);
      return () => waiting.delete(one);
    },
    async advance(millis) {
      const end = now + millis;
      await settled();
      for (;;) {
        const [next] = [...waiting].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
        if (next === undefined) break;
        waiting.delete(next);
        now = next.at;
        next.callback();
        await settled();
      }
      now = end;
    },
    get wound() {
      return waiting.size;
    },
  };
}
