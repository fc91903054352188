/** A stretch of the journal that a fold went over because retention had cut it, half-open [from, until). */
export interface MissingOffsets {
  readonly from: number;
  readonly until: number;
}

/** What a fold that goes on from `from` misses, where the journal has everything from `firstOffset` on, besides what it missed before. */
export function missingFrom(
  before: readonly MissingOffsets[],
  from: number,
  firstOffset: number,
): readonly MissingOffsets[] {
  return from < firstOffset ? [...before, { from, until: firstOffset }] : before;
}

/** For people, with the last offset of each stretch. */
export const describeMissing = (missing: readonly MissingOffsets[]): string =>
  `offsets ${missing.map(({ from, until }) => `${from} to ${until - 1}`).join(', ')} had been cut from the journal before they were folded again`;
