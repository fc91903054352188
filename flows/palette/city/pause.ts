import type { Clock } from './clock.ts';

/** Resolves after `millis`, or at once when the signal is aborted; then no timer is left. */
export function pause(clock: Clock, millis: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const end = (): void => {
      cancel();
      signal.removeEventListener('abort', end);
      resolve();
    };
    const cancel = clock.after(millis, end);
    signal.addEventListener('abort', end);
  });
}
