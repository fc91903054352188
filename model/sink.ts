import type { FoldResult } from './fold.ts';

/** A consumer of the fold's results with its own cursor: the documents, the series store, or one alert destination. */
export interface Sink {
  readonly name: string;
  /** Its cursor: the journal offset below which it has taken everything. Rejects while it is unavailable. */
  cursor(): Promise<number>;
  /**
   * Takes consecutive results, and resolves when they are durable. Rejects while it is unavailable: the caller retries
   * with the same results. Rejects with a `SinkRewoundError`: the caller reads the cursor again and resumes from there.
   */
  take(results: readonly FoldResult[]): Promise<void>;
  /** Called each time the queue is empty: the sink has everything that the live fold has produced. */
  caughtUp?(cityTime: number): void;
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
