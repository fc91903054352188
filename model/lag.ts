/** How far the fold is behind the journal. */
export interface Lag {
  readonly records: number;
  /** Age in seconds of the oldest record that is not folded; 0 when there is none. */
  readonly ageSeconds: number;
  readonly durableOffset: number;
  readonly foldedOffset: number;
}
