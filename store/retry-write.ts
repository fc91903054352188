import { type RefusedReading, type SeriesStore, type StoreBatch, StoreEmptiedError } from '../model/series-store.ts';

const FIRST_WAIT_MILLIS = 100;
const LONGEST_WAIT_MILLIS = 10_000;

/** What a writer with patience is given from outside: time passes only through `wait`. */
export interface Patience {
  readonly wait: (millis: number) => Promise<void>;
  /** Ends the patience: the write rejects with the signal's reason, also in the middle of a wait. */
  readonly signal: AbortSignal;
  /** Told before each wait, so that readiness can say what the store said and how often. */
  readonly onRetry: (retry: { readonly attempt: number; readonly waitMillis: number; readonly error: unknown }) => void;
}

/**
 * Writes one batch again and again, at growing distances, until the store has taken it or the signal ends it. A store that has lost rows
 * is not asked again: the error goes on.
 */
export async function writeWithPatience(
  store: Pick<SeriesStore, 'write'>,
  batch: StoreBatch,
  { wait, signal, onRetry }: Patience,
): Promise<{ readonly refused: readonly RefusedReading[] }> {
  for (let attempt = 1, waitMillis = FIRST_WAIT_MILLIS; ; attempt += 1) {
    signal.throwIfAborted();
    try {
      return await store.write(batch);
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof StoreEmptiedError) throw error;
      onRetry({ attempt, waitMillis, error });
    }
    await waitUnlessAborted(wait(waitMillis), signal);
    waitMillis = Math.min(waitMillis * 2, LONGEST_WAIT_MILLIS);
  }
}

async function waitUnlessAborted(waiting: Promise<void>, signal: AbortSignal): Promise<void> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const abort = () => reject(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  try {
    // An abort that came before the listener would never be heard.
    signal.throwIfAborted();
    await Promise.race([waiting, aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
