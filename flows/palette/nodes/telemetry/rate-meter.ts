import type { Clock } from '../../city/clock.ts';

/** Counts messages and shows their rate. */
export interface RateMeter {
  count(): void;
  close(): void;
}

const STEP_MILLIS = 2000;
const STEPS_A_MINUTE = 30;
const STEPS_SHOWN_A_SECOND = 5;

/**
 * Calls `show` every two seconds while messages arrive: `12/s` over the last ten seconds, or `7/min` below one a
 * second.
 */
export function createRateMeter(clock: Clock, show: (text: string) => void): RateMeter {
  const steps: number[] = [0];
  let cancel: (() => void) | null = null;
  const sumOf = (count: number): number => steps.slice(-count).reduce((sum, step) => sum + step, 0);
  const tick = (): void => {
    const perSecond = Math.round((sumOf(STEPS_SHOWN_A_SECOND) * 1000) / (STEPS_SHOWN_A_SECOND * STEP_MILLIS));
    const perMinute = sumOf(STEPS_A_MINUTE);
    show(perSecond > 0 ? `${perSecond}/s` : `${perMinute}/min`);
    steps.push(0);
    if (steps.length > STEPS_A_MINUTE) steps.shift();
    cancel = perMinute > 0 ? clock.after(STEP_MILLIS, tick) : null;
  };
  return {
    count() {
      steps.push((steps.pop() ?? 0) + 1);
      cancel ??= clock.after(STEP_MILLIS, tick);
    },
    close() {
      cancel?.();
    },
  };
}
