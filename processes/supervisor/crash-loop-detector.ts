/** Detects a crash loop of a role: too many crashes in a row. */
export interface CrashLoopDetector {
  /** To be called when the role ended by itself. `readyMillis`: how long it was ready before, 0 if it never was. */
  ended(readyMillis: number): void;
  /** To be called when a person has changed what the role runs: counting starts again. */
  repaired(): void;
  readonly isLooping: boolean;
}

/**
 * A crash loop begins with `limit` crashes without `stableMillis` of being ready between them, and lasts until
 * `repaired` is called: waiting alone does not correct what people built.
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
