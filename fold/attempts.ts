import { backOffMillis } from '../model/back-off.ts';
import { SinkRewoundError } from '../model/sink.ts';
import type { After } from '../model/timers.ts';
import { pause } from './pause.ts';

const FIRST_WAIT_MILLIS = 100;
const LONGEST_WAIT_MILLIS = 10_000;
/** What a sink is asked takes milliseconds, on a busy disk a second: longer than this it is not merely slow. */
const LONGEST_ATTEMPT_SECONDS = 10;

/** Attempts at something that may be away: one at a time, each repeated at growing distances until it succeeds. */
export interface Attempts {
  /** Rejects with a `SinkRewoundError`, when `signal` is aborted, and after a failure once `giveUp` was called. */
  persist<T>(attempt: () => Promise<T>): Promise<T>;
  /** From now on a failure is not repeated. */
  giveUp(): void;
  /** Says why nothing goes on, where that is known from elsewhere. */
  fail(reason: string): void;
  readonly retries: number;
  /** Why nothing goes on now; null when it does. */
  readonly trouble: string | null;
}

export function createAttempts(options: {
  readonly now: () => number;
  readonly after: After;
  readonly signal: AbortSignal;
  /** Told of each failure that is followed by another attempt. */
  readonly onFailure?: (reason: string) => void;
}): Attempts {
  const { now, after, signal, onFailure = () => {} } = options;
  // What hangs must not hold up the end.
  const aborted = Promise.withResolvers<never>();
  aborted.promise.catch(() => undefined);
  signal.addEventListener('abort', () => aborted.reject(signal.reason), { once: true });
  let retries = 0;
  let failure: string | null = null;
  let since: number | null = null;
  let isLast = false;

  return {
    async persist(attempt) {
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
          const waitMillis = backOffMillis(count, FIRST_WAIT_MILLIS, LONGEST_WAIT_MILLIS);
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
  if (seconds < LONGEST_ATTEMPT_SECONDS) return null;
  return `has not answered for ${seconds} s: it hangs, or its disk does; nothing is lost, and it may have to be started again`;
}
