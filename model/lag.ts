/** How far the folds are behind the journal. */
export interface Lag {
  readonly records: number;
  /** Seconds that the oldest of them has been waiting; 0 when there is none. */
  readonly ageSeconds: number;
  readonly durableOffset: number;
  readonly foldedOffset: number;
}
