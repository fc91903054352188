/** Decides when a checkpoint is written; a monotonic clock that never reaches the fold. */
export interface Checkpoints {
  /** Something is new; written at once when it is due, else soon. Call it only when state and offset belong together. */
  changed(): void;
  stop(): void;
}

/** Writing checkpoints takes at most about this part of the time. */
const PART_OF_TIME = 50;

/** `isAtRest` says whether state and offset belong together at the moment, that is whether no batch is half done. */
export function createCheckpoints(options: {
  readonly everyMillis: number;
  /** Null when it is written; else it goes on in turns with others, and says how many milliseconds of work that was. */
  readonly write: () => Promise<number> | null;
  readonly isAtRest: () => boolean;
  readonly now: () => number;
  /** Calls back once after a while; returns a function that prevents it. */
  readonly after: (millis: number, callback: () => void) => () => void;
}): Checkpoints {
  const { everyMillis, write, isAtRest, now, after } = options;
  let dueAt = now() + everyMillis;
  let isDirty = false;
  let cancel: (() => void) | null = null;
  let isStopped = false;

  function flush(): void {
    // A timer from before would bring the next one forward.
    cancel?.();
    cancel = null;
    const startedAt = now();
    const rest = write();
    isDirty = false;
    const took = now() - startedAt;
    const nextAfter = (millis: number) => now() + Math.max(everyMillis, PART_OF_TIME * millis);
    dueAt = rest === null ? nextAfter(took) : Number.POSITIVE_INFINITY;
    void rest?.then((more) => {
      dueAt = nextAfter(took + more);
      if (isDirty) wait();
    });
  }

  function wait(): void {
    if (isStopped || dueAt === Number.POSITIVE_INFINITY) return;
    cancel ??= after(dueAt - now(), () => {
      cancel = null;
      // In the middle of a batch it waits for the batch's end.
      if (isAtRest()) flush();
    });
  }

  return {
    changed() {
      isDirty = true;
      if (now() >= dueAt) return flush();
      // Without a next batch nobody comes by to write it; then this timer does.
      wait();
    },
    stop() {
      isStopped = true;
      cancel?.();
    },
  };
}
