/** Counts how often a role ended by itself in a row, and says from when on that is a crash loop. */
export interface CrashLoopDetector {
  /** It ended by itself after it was ready for so long; 0 when it never was. */
  ended(readyMillis: number): void;
  /** A person has changed what it runs: it gets a new chance. */
  repaired(): void;
  readonly isLooping: boolean;
}

/**
 * After `limit` endings in a row, without `stableMillis` of being ready in between, it is a crash loop until somebody has repaired the
 * role: time alone repairs nothing.
 */
export function createCrashLoopDetector(options: {
  readonly limit: number;
  readonly stableMillis: number;
}): CrashLoopDetector {
  const { limit, stableMillis } = options;
  let count = 0;
  let isLooping = false;
  return {
    ended(readyMillis) {
      count = readyMillis >= stableMillis ? 1 : count + 1;
      if (count >= limit) isLooping = true;
    },
    repaired() {
      count = 0;
      isLooping = false;
    },
    get isLooping() {
      return isLooping;
    },
  };
}
