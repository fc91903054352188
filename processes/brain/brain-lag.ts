import type { SinkStatus } from '../../model/sink.ts';
import type { BacklogAge } from './backlog-age.ts';

/** How far page and API are behind the journal: number of records, and age of the oldest of them. */
export interface BrainLag {
  readonly records: number;
  readonly ageSeconds: number;
  readonly durableOffset: number;
  readonly foldedOffset: number;
}

/** The sinks from which page and API read. */
const READ_FROM = ['documents', 'series'];

/** The lowest offset of the fold and of these sinks counts; 0 for one whose cursor is not known yet. */
export function brainLag(seen: {
  readonly durable: { readonly durableOffset: number };
  readonly live: { readonly foldedOffset: number };
  readonly feeds: { statuses(): readonly Pick<SinkStatus, 'name' | 'nextOffset'>[] };
  readonly backlog: Pick<BacklogAge, 'seconds'>;
}): BrainLag {
  const { durable, live, feeds, backlog } = seen;
  const { durableOffset } = durable;
  const read = feeds.statuses().filter(({ name }) => READ_FROM.includes(name));
  const foldedOffset = Math.min(live.foldedOffset, ...read.map(({ nextOffset }) => nextOffset ?? 0));
  const records = Math.max(0, durableOffset - foldedOffset);
  return { records, ageSeconds: backlog.seconds(foldedOffset), durableOffset, foldedOffset };
}
