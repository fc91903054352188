import type { BacklogAge } from './backlog-age.ts';

/** How far page and API are behind the journal: number of records, and age of the oldest of them. */
export interface BrainLag {
  readonly records: number;
  readonly ageSeconds: number;
  readonly durableOffset: number;
  readonly foldedOffset: number;
}

/** `reached`: the offsets of the fold and of the sinks from which page and API read; the lowest one counts. */
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
