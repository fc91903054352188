/** The waiting time before a role that ended by itself is started again. */
export interface BackOff {
  /**
   * The next waiting time in milliseconds. `readyMillis`: how long the role was ready before it ended, 0 if it never
   * was.
   */
  next(readyMillis: number): number;
}

const FIRST_MILLIS = 200;

/**
 * Doubles from 200 ms to at most `longestMillis`; starts again at 200 ms after the role was ready for `stableMillis`.
 */
export function createBackOff(options: { readonly longestMillis: number; readonly stableMillis: number }): BackOff {
  const { longestMillis, stableMillis } = options;
  let waitMillis = 0;
  return {
    next(readyMillis) {
      const isFirst = waitMillis === 0 || readyMillis >= stableMillis;
      waitMillis = Math.min(longestMillis, isFirst ? FIRST_MILLIS : waitMillis * 2);
      return waitMillis;
    },
  };
}
