import { type CatchUp, startCatchUp } from '../../fold/catch-up.ts';
import type { CityFold } from '../../fold/city-fold.ts';
import { feedSink, type SinkFeed, type SinkFeedOptions } from '../../fold/feed-sink.ts';
import type { MissingOffsets } from '../../fold/missing-offsets.ts';
import type { SavedFold } from '../../fold/restore-folds.ts';
import type { FoldResult } from '../../model/fold.ts';
import type { JournalReader } from '../../model/journal.ts';
import type { Sink, SinkStatus } from '../../model/sink.ts';

/** Items of results that may wait for one sink: four batches of 5,000 messages with six readings; 24 MB. */
const MAX_WAITING = 120_000;
/**
 * Documents are written four times a second at most: each commit costs about 2 ms of CPU, of each alert and account
 * only the newest is kept, and page and API read alerts from the live fold before.
 */
const DOCUMENTS_EVERY_MILLIS = 250;

/** The feeds of all sinks behind the live fold (see `SinkFeed`). No sink waits for another. */
export interface SinkFeeds {
  offer(result: FoldResult): void;
  room(): Promise<void>;
  wake(): void;
  statuses(): readonly SinkStatus[];
  status(name: string): SinkStatus;
  stop(): Promise<void>;
}

/** Opens a feed for each sink; `signal` aborts those that are catching up. */
export function openSinkFeeds(options: {
  readonly sinks: readonly Sink[];
  readonly live: SinkFeedOptions['live'];
  readonly reader: JournalReader;
  readonly checkpoints: () => readonly SavedFold[];
  readonly makeFold: () => CityFold;
  readonly onUnusableCheckpoint: (why: string) => void;
  readonly onMissing: (missing: MissingOffsets) => void;
  readonly durableOffset: () => number;
  readonly now: () => number;
  readonly after: SinkFeedOptions['after'];
  readonly signal: AbortSignal;
}): SinkFeeds {
  const {
    sinks,
    live,
    reader,
    checkpoints,
    makeFold,
    onUnusableCheckpoint,
    onMissing,
    durableOffset,
    now,
    after,
    signal,
  } = options;
  const catchUp = (from: number): Promise<CatchUp> =>
    startCatchUp({ from, reader, checkpoints: checkpoints(), makeFold, onUnusableCheckpoint, onMissing, signal });
  const feeds = new Map<string, SinkFeed>();
  for (const sink of sinks) {
    const everyMillis = sink.name === 'documents' ? DOCUMENTS_EVERY_MILLIS : 0;
    const feed = feedSink({
      sink,
      live,
      startCatchUp: catchUp,
      durableOffset,
      maxWaiting: MAX_WAITING,
      everyMillis,
      now,
      after,
      signal,
    });
    feeds.set(sink.name, feed);
  }
  const all = [...feeds.values()];
  return {
    offer(result) {
      for (const feed of all) feed.offer(result);
    },
    async room() {
      await Promise.all(all.map((feed) => feed.room()));
    },
    wake() {
      for (const feed of all) feed.wake();
    },
    statuses: () => all.map((feed) => feed.status()),
    status(name) {
      const feed = feeds.get(name);
      if (feed === undefined) throw new Error(`there is no sink "${name}"`);
      return feed.status();
    },
    async stop() {
      await Promise.all(all.map((feed) => feed.stop()));
    },
  };
}
