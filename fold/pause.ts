import type { After } from '../model/timers.ts';

/** Resolves after a delay, or at once when `signal` is aborted. */
export function pause(millis: number, after: After, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      cancel();
      signal.removeEventListener('abort', end);
      resolve();
    };
    const cancel = after(millis, end);
    signal.addEventListener('abort', end);
    if (signal.aborted) end();
  });
}
