/** Tells a process that gets too little CPU time to answer from one that hangs. */
export interface Starvation {
  /** To be called regularly; `hasAnswered`: a message has come since the last call. */
  look(hasAnswered: boolean): void;
  /** CPU time that it has had since its last message, milliseconds. */
  readonly usedMillis: number;
  /** It goes on, slowly, and has had less CPU time than it would take to say that it hangs. */
  readonly isStarved: boolean;
}

/**
 * On a machine with more work than cores, or with a slow disk, a main loop may be silent for long and hang nowhere:
 * ending it would only make more work. A loop that never ends uses CPU time, more than `enoughMillis` in the end. What
 * is stopped, or waits for something that never comes, uses none for `idleMillis`. What lies between is starved. What
 * the kernel says of a thread at one moment is no help: it sleeps also while it waits for threads that are starved.
 */
export function createStarvation(options: {
  /** CPU time of the main thread since it was started, milliseconds; null: not known. */
  readonly read: () => number | null;
  readonly now: () => number;
  readonly enoughMillis: number;
  readonly idleMillis: number;
}): Starvation {
  const { read, now, enoughMillis, idleMillis } = options;
  let usedInAll = read() ?? 0;
  let usedAtMessage = usedInAll;
  let progressAt = Number.NEGATIVE_INFINITY;
  return {
    look(hasAnswered) {
      const used = read() ?? usedInAll;
      if (used > usedInAll) progressAt = now();
      usedInAll = used;
      if (hasAnswered) usedAtMessage = used;
    },
    get usedMillis() {
      return usedInAll - usedAtMessage;
    },
    get isStarved() {
      return usedInAll - usedAtMessage < enoughMillis && now() - progressAt < idleMillis;
    },
  };
}
