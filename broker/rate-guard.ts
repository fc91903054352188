import type { Timers } from '../model/timers.ts';

/** One device's token bucket: what is above its rate waits its turn, in order, and is never refused. */
export interface RateGuard {
  /** True: one message may proceed now. False: it has to `wait`. */
  take(): boolean;
  /** Calls `proceed` when the rate allows, after all that waited before. */
  wait(proceed: () => void): void;
  /** The connection is gone: what it had sent and we had taken proceeds, nothing is lost at the gateway. */
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
    wake();
  }

  function wake(): void {
    if (waiting.length > 0) cancel ??= timers.after(Math.ceil(Math.max(1, (1 - tokens) / perMillis)), release);
  }

  return {
    take() {
      if (waiting.length > 0) return false;
      if (tokens < 1) fill();
      if (tokens < 1) return false;
      tokens -= 1;
      return true;
    },
    wait(proceed) {
      waiting.push(proceed);
      wake();
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

const UNLIMITED: RateGuard = { take: () => true, wait: (proceed) => proceed(), close() {} };
