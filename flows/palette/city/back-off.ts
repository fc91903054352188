/** Pauses between attempts: doubled up to a longest one, short again after a success. */
export interface BackOff {
  next(): number;
  reset(): void;
}

const LONGEST_MILLIS = 30_000;

/** First pause in milliseconds; 1 s unless a test is in a hurry. */
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
