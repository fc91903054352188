import type { FoldResult } from './fold.ts';

/** What stands behind the fold and keeps what the journal leads to: the documents, a series store, one destination of alerts. */
export interface Sink {
  readonly name: string;
  /** Journal offset below which it has taken everything. Rejects while it is away; asked again then. */
  cursor(): Promise<number>;
  /**
   * Takes results that follow each other, and resolves when they last. Rejects while it is away: the same results come again. With a
   * `SinkRewoundError`: its cursor is asked again.
   */
  take(results: readonly FoldResult[]): Promise<void>;
  /** It has all that the live fold has. May be told again, each time that nothing more waits for it. */
  caughtUp?(cityTime: number): void;
}

/** A sink has lost what it had taken: it is fed again from its cursor. */
export class SinkRewoundError extends Error {
  override readonly name = 'SinkRewoundError';
}

/** How one sink is doing, for readiness, metrics and the page. */
export interface SinkStatus {
  readonly name: string;
  /** Everything below this journal offset has been taken. */
  readonly nextOffset: number;
  /** Items that lie ready for it in memory. */
  readonly waiting: number;
  /** False while it is fed from the journal, by a fold of its own. */
  readonly isFollowing: boolean;
  /** How often it did not take something at once. */
  readonly retries: number;
  /** Why it takes nothing now; null when it does. */
  readonly trouble: string | null;
}
