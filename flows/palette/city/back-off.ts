/** Waits between attempts: doubled up to a maximum, reset after a success. */
export interface BackOff {
  next(): number;
  reset(): void;
}

const LONGEST_MILLIS = 30_000;

/** `firstMillis`: the first wait, 1 s except in tests. */
export function createBackOff(firstMillis = 1000): BackOff {
  let millis = firstMillis;
  return {
    next() {
      const pause = millis;
      millis = Math.min(millis * 2, LONGEST_MILLIS);
      return pause;
    },
    reset() {
      millis = firstMillis;
    },
  };
}
