/** Records of the journal, [fromOffset, untilOffset), whose readings the series store is never given. */
export interface SkippedRange {
  readonly fromOffset: number;
  readonly untilOffset: number;
  /** City time at which that was decided, milliseconds since 1970. */
  readonly decidedAt: number;
  readonly reason: string;
}
