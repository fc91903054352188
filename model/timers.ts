/** Real time for those that are not folds; tests hand in their own. */
export interface Timers {
  /** Milliseconds on a clock that never jumps; only differences mean something. */
  now(): number;
  /** Calls once after a while; returns what takes it back. */
  after(millis: number, call: () => void): () => void;
  /** Calls again and again; returns what ends it. */
  every(millis: number, call: () => void): () => void;
  /** Calls once all sockets that are readable now were read. */
  soon(call: () => void): void;
}
