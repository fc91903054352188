import type { Timers } from '../../model/timers.ts';

/** Timers that do not run by themselves: a test advances them. */
export interface ManualTimers extends Timers {
  /** Lets time pass, calling what falls due in order. */
  advance(millis: number): void;
}

interface Due {
  at: number;
  readonly call: () => void;
  readonly everyMillis: number | null;
}

/** Starts at 0. `soon` is the real one: it waits for a turn of the event loop, not for time. */
export function createManualTimers(): ManualTimers {
  let now = 0;
  const due = new Set<Due>();
  function add(entry: Due): () => void {
    due.add(entry);
    return () => void due.delete(entry);
  }
  return {
    now: () => now,
    after: (millis, call) => add({ at: now + millis, call, everyMillis: null }),
    every: (millis, call) => add({ at: now + millis, call, everyMillis: millis }),
    soon: (call) => void setImmediate(call),
    advance(millis) {
      const until = now + millis;
      for (;;) {
        const next = [...due].filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0];
        if (!next) break;
        now = next.at;
        if (next.everyMillis === null) due.delete(next);
        else next.at += next.everyMillis;
        next.call();
      }
      now = until;
    },
  };
}
