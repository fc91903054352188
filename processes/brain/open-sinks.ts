import type { Logger } from 'pino';
import type { DataFolder } from '../../city/data-folder.ts';
import { serviceToken } from '../../city/service-tokens.ts';
import { connectAlertPublisher } from '../../delivery/alert-publisher.ts';
import { createDocumentsSink } from '../../delivery/documents/documents-sink.ts';
import { createEffectRunner } from '../../delivery/effect-runner.ts';
import type { CityFold } from '../../fold/city-fold.ts';
import type { SinkFeedOptions } from '../../fold/feed-sink.ts';
import type { MissingOffsets } from '../../fold/missing-offsets.ts';
import type { Sink } from '../../model/sink.ts';
import { createSeriesSink } from '../../store/series-sink.ts';
import type { BrainData } from './open-data.ts';
import { refusedByStore } from './refused-by-store.ts';
import { openSinkFeeds, type SinkFeeds } from './sink-feeds.ts';

const RETRY_EFFECT_MILLIS = 1_000;
const CLOSE_WITHIN_MILLIS = 5_000;
/** What a sink of alerts did not carry out within this time is stale. */
const HOLDS_JOURNAL: ReadonlySet<string> = new Set(['documents', 'series']);

/** The sinks, fed, and what the brain has to know of them. */
export interface BrainSinks {
  readonly feeds: SinkFeeds;
  readonly delivery: {
    isConnected(): boolean;
    counters(): { readonly done: number; readonly dropped: number; readonly waiting: number };
  };
  /** Offsets that they have reached; those that hold back retention are marked. */
  needs(): readonly { readonly nextOffset: number; readonly holds: boolean }[];
}

/** Opens everything that stands behind the live fold; `opened` ends it. */
export function openSinks(
  options: BrainData & {
    readonly folder: DataFolder;
    readonly mqttUrl: string;
    readonly log: Logger;
    readonly opened: AsyncDisposableStack;
    readonly fold: CityFold;
    readonly live: SinkFeedOptions['live'];
    readonly makeFold: () => CityFold;
    readonly onMissing: (missing: MissingOffsets) => void;
    readonly now: () => number;
    readonly after: SinkFeedOptions['after'];
  },
): BrainSinks {
  const { documents, store, reader, durable, folder, log, opened, fold, live, makeFold, now, after } = options;
  const active = () => fold.analytics.active();
  const publisher = connectAlertPublisher({
    url: options.mqttUrl,
    token: serviceToken(folder, 'brain'),
    active,
    onError: (error) => log.warn({ err: error }, 'alerts on MQTT'),
  });
  opened.defer(() => publisher.close());
  const effects = createEffectRunner(
    (effect) => publisher.publish(effect.alert),
    (again) => setTimeout(again, RETRY_EFFECT_MILLIS).unref(),
  );
  let isDelivering = false;
  const deliverySink: Sink = {
    name: 'mqtt',
    cursor: async () => live.foldedOffset,
    async take(results) {
      for (const result of results) effects.add(result.effects, result.cityTime);
      effects.takeSettled();
    },
    caughtUp(cityTime) {
      if (isDelivering) return;
      isDelivering = true;
      publisher.goLive();
      effects.goLive(cityTime);
    },
  };
  const documentsSink = createDocumentsSink({
    documents,
    active,
    onWithdrawn: (withdrawn) => effects.add(withdrawn, live.cityTime ?? 0),
  });
  const seriesSink = createSeriesSink(store, (refused) => {
    refusedByStore(reader, refused).then(documentsSink.note, (error: unknown) =>
      log.error({ err: error, count: refused.length }, 'what the store refused could not be listed'),
    );
  });
  const givingUp = new AbortController();
  const feeds = openSinkFeeds({
    sinks: [deliverySink, documentsSink, seriesSink],
    live,
    reader,
    checkpoints: documents.checkpoints,
    makeFold,
    onSetAside: (why) => log.warn({ why }, 'a checkpoint cannot be used to feed a sink'),
    onMissing: options.onMissing,
    durableOffset: () => durable.durableOffset,
    now,
    after,
    signal: givingUp.signal,
  });
  // A sink that takes nothing, or hangs, must not hold up the end: what it lacks is read from the journal again.
  opened.defer(async () => {
    const isWell = feeds.statuses().every(({ trouble }) => trouble === null);
    const cancel = after(isWell ? CLOSE_WITHIN_MILLIS : 0, () => givingUp.abort(new Error('the brain is closing')));
    await feeds.stop();
    cancel();
  });
  return {
    feeds,
    delivery: { isConnected: () => publisher.isConnected, counters: () => effects.counters() },
    needs: () => feeds.statuses().map(({ name, nextOffset }) => ({ nextOffset, holds: HOLDS_JOURNAL.has(name) })),
  };
}
