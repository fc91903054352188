import type { Timers } from './timers.ts';

/** One device's token bucket: what is above its rate waits its turn, in order, and is never refused. */
export interface RateGuard {
  /** Calls `proceed` now or when the rate allows; true when it had to wait. */
  pass(proceed: () => void): boolean;
  /** The connection is gone: what it had sent and we had taken proceeds, nothing is lost at the door. */
  close(): void;
}

/** An infinite rate never waits. A waiting callback is TCP backpressure: aedes stops reading the socket. */
export function createRateGuard(options: {
  readonly messagesPerSecond: number;
  readonly burst: number;
  readonly timers: Timers;
}): RateGuard {
  const { messagesPerSecond, burst, timers } = options;
  if (messagesPerSecond === Number.POSITIVE_INFINITY) return UNLIMITED;
  const perMillis = messagesPerSecond / 1000;
  let tokens = burst;
  let filledAt = timers.now();
  let waiting: (() => void)[] = [];
  let cancel: (() => void) | null = null;

  function fill(): void {
    const now = timers.now();
    tokens = Math.min(burst, tokens + (now - filledAt) * perMillis);
    filledAt = now;
  }

  function release(): void {
    cancel = null;
    fill();
    const ready = waiting.splice(0, Math.floor(tokens));
    tokens -= ready.length;
    for (const proceed of ready) proceed();
    wait();
  }

  function wait(): void {
    if (waiting.length > 0) cancel ??= timers.after(Math.ceil(Math.max(1, (1 - tokens) / perMillis)), release);
  }

  return {
    pass(proceed) {
      if (waiting.length === 0 && tokens < 1) fill();
      if (waiting.length === 0 && tokens >= 1) {
        tokens -= 1;
        proceed();
        return false;
      }
      waiting.push(proceed);
      wait();
      return true;
    },
    close() {
      cancel?.();
      cancel = null;
      const held = waiting;
      waiting = [];
      for (const proceed of held) proceed();
    },
  };
}

const UNLIMITED: RateGuard = {
  pass(proceed) {
    proceed();
    return false;
  },
  close() {},
};
