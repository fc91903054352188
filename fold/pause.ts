/** Calls back once after a while; returns a function that prevents it. */
export type After = (millis: number, callback: () => void) => () => void;

/** Resolves after a while, or at once when `signal` is aborted. */
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
