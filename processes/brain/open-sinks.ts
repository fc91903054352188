import type { Logger } from 'pino';
import type { CityConfig } from '../../city/city-config.ts';
import type { DataFolder } from '../../city/data-folder.ts';
import { asSink } from '../../delivery/as-sink.ts';
import type { DeliverySink } from '../../delivery/delivery-sink.ts';
import { createDocumentsSink } from '../../delivery/documents/documents-sink.ts';
import type { CityFold } from '../../fold/city-fold.ts';
import type { SinkFeedOptions } from '../../fold/feed-sink.ts';
import type { MissingOffsets } from '../../fold/missing-offsets.ts';
import type { SkippedRanges } from '../../fold/skipped-ranges.ts';
import { usedShare } from '../../journal/used-share.ts';
import { createSeriesSink } from '../../store/series-sink.ts';
import type { BrainData } from './open-data.ts';
import { openDeliveries } from './open-deliveries.ts';
import { refusedByStore } from './refused-by-store.ts';
import { createSeriesRoom, type SeriesRoom } from './series-room.ts';
import { createSeriesSkip, type SeriesSkip } from './series-skip.ts';
import { openSinkFeeds, type SinkFeeds } from './sink-feeds.ts';

const CLOSE_WITHIN_MILLIS = 5_000;
const MEASURE_ROOM_MILLIS = 1_000;

/** The running sinks. */
export interface BrainSinks {
  readonly feeds: SinkFeeds;
  /** One for each destination of alerts. */
  readonly deliveries: readonly DeliverySink[];
  /** The disk space left for the journal while it is kept for the series store. */
  readonly seriesRoom: SeriesRoom;
  /** Everything below has been taken by the series store, as far as is known. */
  readonly seriesReached: () => number;
  /** Offsets that the sinks have reached; `holds`: retention waits for the sink. */
  needs(): readonly { readonly nextOffset: number; readonly holds: boolean }[];
}

/** Opens the sinks of the live fold and starts to feed them; `opened` stops and closes them. */
export async function openSinks(
  options: BrainData & {
    readonly folder: DataFolder;
    readonly config: CityConfig;
    readonly mqttUrl: string;
    readonly log: Logger;
    readonly opened: AsyncDisposableStack;
    readonly fold: CityFold;
    readonly live: SinkFeedOptions['live'];
    readonly makeFold: () => CityFold;
    readonly skippedRanges: SkippedRanges;
    /** As the checkpoint has it; counts until the store says where it is. */
    readonly seriesReached: number;
    readonly onMissing: (missing: MissingOffsets) => void;
    readonly now: () => number;
    readonly after: SinkFeedOptions['after'];
  },
): Promise<BrainSinks> {
  const { documents, store, reader, durable, log, opened, fold, live, makeFold, skippedRanges, now, after } = options;
  const active = () => fold.analytics.active();
  const deliveries = await openDeliveries(options);
  const documentsSink = createDocumentsSink({
    documents,
    active,
    onWithdrawn(effects) {
      const cityTime = live.cityTime ?? 0;
      for (const delivery of deliveries) delivery.take({ nextOffset: delivery.nextOffset, cityTime, effects });
    },
  });
  const seriesSink = createSeriesSink(store, skippedRanges, (refused) => {
    refusedByStore(reader, refused).then(documentsSink.note, (error: unknown) =>
      log.error(
        { err: error, count: refused.length },
        'readings that the store refused could not be added to the list of rejected values',
      ),
    );
  });
  const closing = new AbortController();
  const feeds = openSinkFeeds({
    sinks: [...deliveries.map((delivery) => asSink(delivery, live)), documentsSink, seriesSink],
    live,
    reader,
    checkpoints: documents.checkpoints,
    makeFold,
    onUnusableCheckpoint: (why) => log.warn({ why }, 'a checkpoint cannot be used to feed a sink'),
    onMissing: options.onMissing,
    durableOffset: () => durable.durableOffset,
    now,
    after,
    signal: closing.signal,
  });
  const seriesReached = (): number => seriesSink.reached ?? options.seriesReached;
  const seriesNeedsFrom = (): number => skippedRanges.behind(seriesReached());
  const { room, skip } = watchSeriesRoom(options, feeds, seriesNeedsFrom);
  // A sink that fails or hangs must not delay the end of the role: what it has not written is read from the journal
  // again.
  opened.defer(async () => {
    const isWell = feeds.statuses().every(({ trouble }) => trouble === null);
    const cancel = after(isWell ? CLOSE_WITHIN_MILLIS : 0, () => closing.abort(new Error('the brain is closing')));
    await feeds.stop();
    cancel();
  });
  return {
    feeds,
    deliveries,
    seriesRoom: room,
    seriesReached,
    needs: () => [
      { nextOffset: feeds.status('documents').nextOffset ?? 0, holds: true },
      { nextOffset: seriesNeedsFrom(), holds: true },
      ...(skip?.checkpoints ?? []).map((nextOffset) => ({ nextOffset, holds: false })),
      ...deliveries.map(({ nextOffset }) => ({ nextOffset, holds: false })),
    ],
  };
}

/** Looks every second how full the journal's disk is while the store is behind, and what the store then has to miss. */
function watchSeriesRoom(
  { config, folder, log, opened, documents, gateway, now }: Parameters<typeof openSinks>[0],
  feeds: SinkFeeds,
  neededFrom: () => number,
): { readonly room: SeriesRoom; readonly skip: SeriesSkip | null } {
  const room = createSeriesRoom({
    ...config.series,
    ...config.journal,
    usedShare: () => usedShare(folder.journal),
    now,
  });
  const skip =
    config.series.whenJournalFull === 'skip'
      ? createSeriesSkip({
          gateway,
          checkpoints: documents.checkpoints,
          neededFrom,
          othersNeedFrom: () => [feeds.status('documents').nextOffset ?? 0],
          why: () => `the series store is away and the disk full: ${feeds.status('series').trouble ?? 'it catches up'}`,
        })
      : null;
  const look = async () => {
    const { isFollowing, trouble } = feeds.status('series');
    const isBehind = !isFollowing || trouble !== null;
    await room.update(isBehind);
    await skip?.look({ isBehind, isSkipping: room.isSkipping });
  };
  const timer = setInterval(() => {
    look().catch((error: unknown) =>
      log.error(
        { err: error },
        'the room for the journal cannot be watched; is the gateway running, and its disk mounted?',
      ),
    );
  }, MEASURE_ROOM_MILLIS);
  opened.defer(() => clearInterval(timer));
  return { room, skip };
}
