import type { Timers } from '../model/timers.ts';

/** Node's own timers: the only place in this room where real time passes. */
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
