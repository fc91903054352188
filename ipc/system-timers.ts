import type { Timers } from '../model/timers.ts';

/** Timers of Node; `now` is monotonic, in milliseconds since the process started. */
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
