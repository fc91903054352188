/** How long to wait before a role that ended by itself is started again. */
export interface BackOff {
  /** The next wait in milliseconds; `readyMillis`: how long the role was ready before it ended, 0 when it never was. */
  next(readyMillis: number): number;
}

const FIRST_MILLIS = 200;

/** Doubles from 200 ms up to `longestMillis`; begins again with 200 ms after a role was ready for `stableMillis`. */
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
