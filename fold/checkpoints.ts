/** Decides when checkpoints are written. */
export interface Checkpoints {
  /** The state has changed: a checkpoint is written now if it is due, else later. Call it at the end of a batch. */
  changed(): void;
  stop(): void;
}

/** Writing checkpoints takes at most about one part in this many of the time. */
const TIME_SHARE = 50;

/** `isAtRest`: whether no batch is in progress, so that state and offset are consistent. */
export function createCheckpoints(options: {
  readonly everyMillis: number;
  /**
   * Writes a checkpoint. Null: it is written; a promise: it is written in time slices, resolves with their
   * milliseconds.
   */
  readonly write: () => Promise<number> | null;
  readonly isAtRest: () => boolean;
  readonly now: () => number;
  /** Calls back once after a delay; returns a function that cancels it. */
  readonly after: (millis: number, callback: () => void) => () => void;
}): Checkpoints {
  const { everyMillis, write, isAtRest, now, after } = options;
  let dueAt = now() + everyMillis;
  let isDirty = false;
  let cancel: (() => void) | null = null;
  let isStopped = false;

  function flush(): void {
    // An earlier timer would cause the next one too early.
    cancel?.();
    cancel = null;
    const startedAt = now();
    const rest = write();
    isDirty = false;
    const took = now() - startedAt;
    const nextAfter = (millis: number) => now() + Math.max(everyMillis, TIME_SHARE * millis);
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
      // Within a batch it is written at the end of the batch, by `changed`.
      if (isAtRest()) flush();
    });
  }

  return {
    changed() {
      isDirty = true;
      if (now() >= dueAt) return flush();
      // A timer, in case no further batch follows.
      wait();
    },
    stop() {
      isStopped = true;
      cancel?.();
    },
  };
}
