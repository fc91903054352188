/** The only place in this room where real time passes; tests hand in their own. */
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

/** Node's own timers. */
export const systemTimers: Timers = {
  now: () => performance.now(),
  after(millis, call) {
    const timer = setTimeout(call, millis);
    return () => clearTimeout(timer);
  },
  every(millis, call) {
    const timer = setInterval(call, millis);
    return () => clearInterval(timer);
  },
  soon: (call) => void setImmediate(call),
};
