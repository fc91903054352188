import { createBackOff } from './back-off.ts';
import type { Clock } from './clock.ts';
import { pause } from './pause.ts';

/** Asks again, with growing pauses, until there is an answer; null when the signal ended it. A rejection and a null are no answer. */
export async function askUntilAnswered<Answer>(
  ask: () => Promise<Answer | null>,
  options: {
    readonly clock: Clock;
    readonly signal: AbortSignal;
    /** After each question without an answer. */
    readonly onSilence?: () => void;
  },
): Promise<Answer | null> {
  const { clock, signal, onSilence } = options;
  const backOff = createBackOff();
  while (!signal.aborted) {
    const answer = await ask().catch(() => null);
    if (signal.aborted) break;
    if (answer !== null) return answer;
    onSilence?.();
    await pause(clock, backOff.next(), signal);
  }
  return null;
}
