import { effect, signal } from '@preact/signals';
import type { ReadinessAnswer } from './api-types.ts';
import { city, loadCity } from './city.ts';
import { repeatWhileSeen } from './repeat.ts';
import { awayAnswers } from './request.ts';

const LOOK_MILLIS = 5000;
/** A store that hangs holds up the answer as well; nothing new is known then. */
const PATIENCE_MILLIS = 10_000;

/** What readiness says of a store that takes nothing, in the server's words; null while it takes. */
export const storeTrouble = signal<string | null>(null);

/**
 * Asks the city's readiness when there is cause: an answer said that something is away, or the stream, which tells of each
 * second, is quiet because nothing gets through to the store. Call what it returns to stop.
 */
export function watchStore(): () => void {
  let newsAt = performance.now();
  let heardAway = awayAnswers.peek();
  const stopHearing = effect(() => {
    city.value;
    newsAt = performance.now();
  });
  const stopLooking = repeatWhileSeen(LOOK_MILLIS, async () => {
    const isQuiet = performance.now() - newsAt >= LOOK_MILLIS;
    if (!isQuiet && awayAnswers.peek() === heardAway && storeTrouble.peek() === null) return;
    heardAway = awayAnswers.peek();
    await ask();
    // The stream is silent about what waits; the city itself is not.
    if (storeTrouble.peek() !== null) await loadCity().catch(() => null);
  });
  return () => {
    stopHearing();
    stopLooking();
  };
}

async function ask(): Promise<void> {
  try {
    // Not ready is 503 with the same document, so the status says nothing that the checks do not.
    const answer = await fetch('/readyz', { signal: AbortSignal.timeout(PATIENCE_MILLIS) });
    const { checks } = (await answer.json()) as Partial<ReadinessAnswer>;
    const store = checks?.find(({ name }) => name === 'store');
    if (store) storeTrouble.value = store.ok ? null : store.detail;
  } catch {
    // The city itself is away: the lost connection is told elsewhere.
  }
}
