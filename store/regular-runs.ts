/** Neighbouring buckets of one length, milliseconds: [from, from + step), …, up to `until`. */
export interface RegularRun {
  readonly from: number;
  readonly until: number;
  readonly stepMillis: number;
}

/** Puts neighbouring buckets of the same length together: engines compute a regular run without knowing each bound. */
export function regularRuns(bounds: readonly number[]): readonly RegularRun[] {
  const runs: { from: number; until: number; stepMillis: number }[] = [];
  for (const [at, from] of bounds.entries()) {
    const until = bounds[at + 1];
    if (until === undefined) break;
    const last = runs.at(-1);
    if (last?.stepMillis === until - from) last.until = until;
    else runs.push({ from, until, stepMillis: until - from });
  }
  return runs;
}
