import type { MainThread } from './main-thread.ts';

/** Tells a process that gets too little CPU time from one that hangs. */
export interface Starvation {
  /** To be called regularly, and whether a message has come since the last call. */
  look(hasAnswered: boolean): void;
  /** True while it would use the CPU and has had less than `leastCpuMillis` since its last message. */
  isStarved(): boolean;
}

/**
 * On a machine with more work than cores, or with a slow disk, a main loop may be silent for long and hang nowhere:
 * ending it would only make more work. A loop that never ends uses CPU time; one that waits for something that never
 * comes is asleep; a stopped one is stopped. None of these is starved.
 */
export function createStarvation(options: {
  readonly read: () => MainThread | null;
  readonly leastCpuMillis: number;
}): Starvation {
  const { read, leastCpuMillis } = options;
  let before = read()?.cpuMillis ?? 0;
  return {
    look(hasAnswered) {
      if (hasAnswered) before = read()?.cpuMillis ?? before;
    },
    isStarved() {
      const thread = read();
      return thread?.isBusy === true && thread.cpuMillis - before < leastCpuMillis;
    },
  };
}
