/** Clock and timers for code outside the fold; passed as a parameter, so that tests can control time. */
export interface Timers {
  /** Monotonic clock, milliseconds; only differences are meaningful. */
  now(): number;
  /** Calls once after a delay; returns a function that cancels it. */
  after(millis: number, call: () => void): () => void;
  /** Calls repeatedly at an interval; returns a function that stops it. */
  every(millis: number, call: () => void): () => void;
  /** Calls once after pending I/O events have been handled (as `setImmediate`). */
  soon(call: () => void): void;
}
