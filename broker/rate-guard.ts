import type { Timers } from '../model/timers.ts';

/** The token bucket of one device: messages above its rate wait in order, none is refused. */
export interface RateGuard {
  /** Takes one token: true when the message may proceed now, false when it has to `wait`. */
  take(): boolean;
  /** Calls `proceed` when the rate allows it, after all that waited before. */
  wait(proceed: () => void): void;
  /** To be called when the connection has closed: all waiting messages proceed at once, so that none is lost. */
  close(): void;
}

/**
 * A full bucket of `burst` tokens; with an infinite rate nothing ever waits. Delaying the callback of a message is
 * backpressure over TCP: aedes stops reading from the connection.
 */
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
