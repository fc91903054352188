/** A range of offsets [from, until) that a fold skipped because retention had deleted it. */
export interface MissingOffsets {
  readonly from: number;
  readonly until: number;
}

/**
 * The missing ranges of a fold that resumes at `from` in a journal that begins at `firstOffset`, added to earlier ones.
 */
export function missingFrom(
  before: readonly MissingOffsets[],
  from: number,
  firstOffset: number,
): readonly MissingOffsets[] {
  return from < firstOffset ? [...before, { from, until: firstOffset }] : before;
}

/** The ranges as a sentence for an operator; with inclusive ends. */
export const describeMissing = (missing: readonly MissingOffsets[]): string =>
  `offsets ${missing.map(({ from, until }) => `${from} to ${until - 1}`).join(', ')} had been cut from the journal before they were folded again`;
