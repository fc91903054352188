import type { Clock } from '../city/clock.ts';

/** A clock that a test turns. */
export interface ManualClock extends Clock {
  /** Lets what is due happen in its order, and everything that follows from it. */
  advance(millis: number): Promise<void>;
  /** Callbacks that wait for their time. */
  readonly wound: number;
}

/** Resolves when nothing is left to do at this moment. */
export const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Stands at `start` until it is turned. */
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
