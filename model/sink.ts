import type { FoldResult } from './fold.ts';
import type { LedgerEntry } from './ledger.ts';

/**
 * A consumer of the fold's results with its own cursor: the documents, the series store, or one alert destination.
 */
export interface Sink {
  readonly name: string;
  /** Its cursor: the journal offset below which it has taken everything. Rejects while it is unavailable. */
  cursor(): Promise<number>;
  /**
   * Takes consecutive results, and resolves when they are durable. Rejects while it is unavailable: the caller
   * retries with the same results. Rejects with a `SinkRewoundError`: the caller reads the cursor again and resumes
   * from there.
   */
  take(results: readonly FoldResult[]): Promise<void>;
  /** Of one that is not given everything: what it is not given. */
  readonly skipped?: SkippedBySink;
  /** Called each time the queue is empty: the sink has everything that the live fold has produced. */
  caughtUp?(cityTime: number): void;
}

/** What a sink is never given, because it was unavailable until there was no room to keep it. */
export interface SkippedBySink {
  /** Where a sink goes on that has everything below `offset`; `offset` itself where nothing is skipped there. */
  behind(offset: number): number;
  /**
   * Sets the cursor to `nextOffset`, and counts what of these accounts (as of there) was not given. Rejects like
   * `take`.
   */
  take(nextOffset: number, ledger: readonly LedgerEntry[]): Promise<void>;
}

/** A sink lost results that it had taken, and its cursor went back: it must be fed from its cursor again. */
export class SinkRewoundError extends Error {
  override readonly name = 'SinkRewoundError';
}

/** The status of one sink for the readiness report, metrics and the page. */
export interface SinkStatus {
  readonly name: string;
  /** Its cursor: everything below this journal offset has been taken; null: not known yet. */
  readonly nextOffset: number | null;
  /** Number of items queued for it in memory. */
  readonly waiting: number;
  /** True while it is fed by the live fold; false while a fold of its own reads the journal to catch up. */
  readonly isFollowing: boolean;
  /** Number of failed attempts. */
  readonly retries: number;
  /** Why it currently takes nothing; null while it does. */
  readonly trouble: string | null;
}
