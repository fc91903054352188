/** Calls once after a delay, milliseconds; returns a function that cancels it. */
export type After = (millis: number, callback: () => void) => () => void;

/** Clock and timers for code outside the fold; passed as a parameter, so that tests can control time. */
export interface Timers {
  /** Monotonic clock, milliseconds; only differences are meaningful. */
  now(): number;
  readonly after: After;
  /** Calls repeatedly at an interval; returns a function that stops it. */
  every(millis: number, call: () => void): () => void;
  /** Calls once after pending I/O events have been handled (as `setImmediate`). */
  soon(call: () => void): void;
}
