import { createBackOff } from './back-off.ts';
import type { Clock } from './clock.ts';
import { pause } from './pause.ts';

/**
 * Calls `ask` until it gives an answer, with back-off; null when the signal aborted it. A rejection or null is a
 * failure.
 */
export async function retry<Answer>(
  ask: () => Promise<Answer | null>,
  options: {
    readonly clock: Clock;
    readonly signal: AbortSignal;
    /** Called after each failure. */
    readonly onFailure?: () => void;
  },
): Promise<Answer | null> {
  const { clock, signal, onFailure } = options;
  const backOff = createBackOff();
  while (!signal.aborted) {
    const answer = await ask().catch(() => null);
    if (signal.aborted) break;
    if (answer !== null) return answer;
    onFailure?.();
    await pause(clock, backOff.next(), signal);
  }
  return null;
}
