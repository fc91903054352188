import type { Timers } from '../model/timers.ts';

/** Holds what devices say until a driven city has been told the time, so that nothing is stamped with a time that never was. */
export interface TimeGate {
  /** The time is known and nothing has to wait. */
  readonly isOpen: boolean;
  /** Calls `proceed` when the time becomes known; `giveUp` if that takes too long. */
  wait(proceed: () => void, giveUp: () => void): void;
  /** The time is known: all that waited proceeds, in order. */
  open(): void;
  /** Gives up what waits too long. */
  expire(): void;
}

/** A gate that is open from the start in a city that has a time. */
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
