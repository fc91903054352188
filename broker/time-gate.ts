import type { Timers } from '../model/timers.ts';

/**
 * Holds publications until the first clock message of a driven city: before it there is no city time to stamp them
 * with.
 */
export interface TimeGate {
  /** City time is known: nothing has to wait. */
  readonly isOpen: boolean;
  /** Calls `proceed` when city time becomes known, or `giveUp` when that takes longer than `maxWaitMillis`. */
  wait(proceed: () => void, giveUp: () => void): void;
  /** City time has become known: all that waits proceeds, in order. */
  open(): void;
  /** Calls `giveUp` for what has waited too long; to be called once a second. */
  expire(): void;
}

/** `isOpen`: whether city time is known from the start. */
export function createTimeGate(options: {
  readonly isOpen: boolean;
  readonly timers: Timers;
  readonly maxWaitMillis: number;
}): TimeGate {
  const { timers, maxWaitMillis } = options;
  let { isOpen } = options;
  let waiting: { readonly since: number; readonly proceed: () => void; readonly giveUp: () => void }[] = [];
  return {
    get isOpen() {
      return isOpen;
    },
    wait: (proceed, giveUp) => void waiting.push({ since: timers.now(), proceed, giveUp }),
    open() {
      isOpen = true;
      const held = waiting;
      waiting = [];
      for (const { proceed } of held) proceed();
    },
    expire() {
      const oldest = timers.now() - maxWaitMillis;
      const expired = waiting.filter(({ since }) => since <= oldest);
      waiting = waiting.filter(({ since }) => since > oldest);
      for (const { giveUp } of expired) giveUp();
    },
  };
}
