const FIRST_MILLIS = 500;
const LONGEST_MILLIS = 30_000;

/** How long to wait after so many failed attempts in a row: 0.5 s, 1 s, 2 s and so on, never more than 30 s. */
export function backOffMillis(failures: number): number {
  return Math.min(LONGEST_MILLIS, FIRST_MILLIS * 2 ** Math.min(failures - 1, 10));
}
