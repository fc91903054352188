import { backOffMillis } from '../model/back-off.ts';
import { SinkRewoundError } from '../model/sink.ts';
import type { After } from '../model/timers.ts';
import { pause } from './pause.ts';

const FIRST_WAIT_MILLIS = 100;
const MAX_WAIT_MILLIS = 10_000;
/**
 * A call to a sink takes milliseconds, on a busy disk a second. One that takes longer than this is reported as hanging.
 */
const HANG_SECONDS = 10;

/** Retries with exponential back-off: calls something that may be unavailable, one attempt at a time. */
export interface Attempts {
  /**
   * Calls `attempt` until it succeeds. Rejects with a `SinkRewoundError` of the attempt, when `signal` is aborted, and
   * at the first failure after `giveUp`.
   */
  retry<T>(attempt: () => Promise<T>): Promise<T>;
  /** From now on a failed attempt is not repeated. */
  giveUp(): void;
  /** Sets `trouble` for a failure outside of an attempt. */
  fail(reason: string): void;
  /** Number of failed attempts. */
  readonly retries: number;
  /** The last failure, or since when the current attempt hangs; null while all is well. */
  readonly trouble: string | null;
}

/** Creates retries; `now` is a monotonic clock in milliseconds. */
export function createAttempts(options: {
  readonly now: () => number;
  readonly after: After;
  readonly signal: AbortSignal;
  /** Told of each failure that is followed by another attempt. */
  readonly onFailure?: (reason: string) => void;
}): Attempts {
  const { now, after, signal, onFailure = () => {} } = options;
  // An attempt that hangs must not delay the shutdown.
  const aborted = Promise.withResolvers<never>();
  aborted.promise.catch(() => undefined);
  signal.addEventListener('abort', () => aborted.reject(signal.reason), { once: true });
  let retries = 0;
  let failure: string | null = null;
  let since: number | null = null;
  let isLast = false;

  return {
    async retry(attempt) {
      for (let count = 1; ; count += 1) {
        signal.throwIfAborted();
        since = now();
        try {
          const value = await Promise.race([attempt(), aborted.promise]);
          [failure, since] = [null, null];
          return value;
        } catch (error) {
          signal.throwIfAborted();
          since = null;
          if (error instanceof SinkRewoundError) throw error;
          const waitMillis = backOffMillis(count, FIRST_WAIT_MILLIS, MAX_WAIT_MILLIS);
          retries += 1;
          failure = `takes nothing, tried again in ${waitMillis} ms: ${error instanceof Error ? error.message : String(error)}`;
          if (isLast) throw error;
          onFailure(failure);
          await pause(waitMillis, after, signal);
        }
      }
    },
    giveUp() {
      isLast = true;
    },
    fail(reason) {
      failure = reason;
    },
    get retries() {
      return retries;
    },
    get trouble() {
      return failure ?? hangs(since === null ? 0 : now() - since);
    },
  };
}

function hangs(millis: number): string | null {
  const seconds = Math.floor(millis / 1000);
  if (seconds < HANG_SECONDS) return null;
  return `has not answered for ${seconds} s: it hangs, or its disk does; nothing is lost, and it may have to be started again`;
}
