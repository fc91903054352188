import { backOffMillis } from '../model/back-off.ts';
import type { Timers } from '../model/timers.ts';

const BATCH_RECORDS = 8192;
/** Batch size after a full disk: a few records may fit where thousands do not. */
const PROBE_RECORDS = 64;
const FIRST_RETRY_MILLIS = 100;
const LONGEST_RETRY_MILLIS = 2000;

/** How many records the next append takes, and when it is tried while the journal is blocked. */
export interface AppendPace {
  /** Records that the next append may take. */
  readonly limit: number;
  /** Why the journal writes nothing, for a person; empty while it writes. */
  readonly blockedDetail: string;
  /** A batch was written. */
  succeeded(): void;
  /**
   * A batch of so many has a record that can never be written: the next append takes half, which finds it in the end.
   */
  bisect(records: number): void;
  /** The journal cannot write now: `retry` is called after a wait that doubles. */
  blocked(error: Error): void;
  /** No retry follows any more. */
  close(): void;
}

export function createAppendPace(options: {
  readonly timers: Pick<Timers, 'after'>;
  readonly retry: () => void;
  readonly onBlocked: (detail: string) => void;
  readonly onRecovered: () => void;
}): AppendPace {
  const { timers, retry, onBlocked, onRecovered } = options;
  let limit = BATCH_RECORDS;
  let detail = '';
  let failures = 0;
  let cancelRetry: (() => void) | null = null;
  return {
    get limit() {
      return limit;
    },
    get blockedDetail() {
      return detail;
    },
    succeeded() {
      limit = Math.min(BATCH_RECORDS, limit * 2);
      failures = 0;
      if (detail === '') return;
      detail = '';
      onRecovered();
    },
    bisect(records) {
      limit = Math.max(1, records >> 1);
    },
    blocked(error) {
      limit = PROBE_RECORDS;
      if (detail === '') onBlocked(error.message);
      detail = error.message || error.name;
      failures += 1;
      cancelRetry = timers.after(backOffMillis(failures, FIRST_RETRY_MILLIS, LONGEST_RETRY_MILLIS), () => {
        cancelRetry = null;
        retry();
      });
    },
    close() {
      cancelRetry?.();
    },
  };
}
