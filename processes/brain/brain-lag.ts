import type { BacklogAge } from './backlog-age.ts';

/** How far what is shown is behind the journal, and for how long the oldest record that it lacks has been waiting. */
export interface BrainLag {
  readonly records: number;
  readonly ageSeconds: number;
  readonly durableOffset: number;
  readonly foldedOffset: number;
}

/** The slowest of the fold and of what page and API read from counts. */
export function brainLag(seen: {
  readonly durableOffset: number;
  readonly reached: readonly number[];
  readonly backlog: Pick<BacklogAge, 'seconds'>;
}): BrainLag {
  const { durableOffset, reached, backlog } = seen;
  const foldedOffset = Math.min(...reached);
  const records = Math.max(0, durableOffset - foldedOffset);
  return { records, ageSeconds: backlog.seconds(foldedOffset), durableOffset, foldedOffset };
}
