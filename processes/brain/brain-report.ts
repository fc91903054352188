import type { Logger } from 'pino';
import type { CityConfig } from '../../city/city-config.ts';
import type { DataFolder } from '../../city/data-folder.ts';
import type { CityFold } from '../../fold/city-fold.ts';
import type { SinkFeedOptions } from '../../fold/feed-sink.ts';
import type { MissingOffsets } from '../../fold/missing-offsets.ts';
import type { FoldResult } from '../../model/fold.ts';
import { metricsText } from '../metrics.ts';
import type { Check } from '../status-server.ts';
import type { AmendedGeneration } from './amend-generation.ts';
import type { BacklogAge } from './backlog-age.ts';
import { brainChecks } from './brain-checks.ts';
import type { BrainLag } from './brain-lag.ts';
import { brainMetrics } from './brain-metrics.ts';
import type { CheckpointWriter } from './checkpoint-writer.ts';
import { diskCheck } from './disk-check.ts';
import { extensionCheck } from './extension-check.ts';
import { holdCheck } from './hold-check.ts';
import type { BrainData } from './open-data.ts';
import type { BrainSinks } from './open-sinks.ts';
import { reportUnsoundPacks } from './report-unsound-packs.ts';
import { sinkHealth } from './sink-health.ts';

/** Readiness and metrics of the brain. */
export interface BrainReport {
  /** Why the fold has stopped at damage in the journal; null while it has not. */
  journalTrouble: string | null;
  count(result: FoldResult): void;
  readonly readiness: () => Promise<readonly Check[]>;
  readonly metrics: () => Promise<string>;
}

/** Creates the report; the parts that it gets are read at each request. */
export function brainReport(
  seen: BrainData &
    Pick<BrainSinks, 'feeds' | 'deliveries' | 'seriesRoom'> & {
      readonly folder: DataFolder;
      readonly config: CityConfig;
      readonly log: Logger;
      readonly fold: CityFold;
      readonly missing: readonly MissingOffsets[];
      readonly live: SinkFeedOptions['live'];
      readonly lag: () => BrainLag;
      readonly backlog: Pick<BacklogAge, 'secondsFrom'>;
      readonly checkpoints: CheckpointWriter;
      readonly amended: AmendedGeneration;
    },
): BrainReport {
  const { folder, config, gateway, store, durable, live, lag, feeds, deliveries, checkpoints, missing, fold } = seen;
  const counts = { readings: 0, rejected: 0 };
  const reportUnsound = reportUnsoundPacks(seen.log);
  const behind = (nextOffset: number) => ({
    records: Math.max(0, durable.durableOffset - nextOffset),
    ageSeconds: seen.backlog.secondsFrom(nextOffset) ?? 0,
  });
  const sinkBehind = (name: 'documents' | 'series') => {
    const { nextOffset } = feeds.status(name);
    return nextOffset === null ? null : behind(nextOffset);
  };
  const report: BrainReport = {
    journalTrouble: null,
    count({ readings, rejected }) {
      counts.readings += readings.length;
      counts.rejected += rejected.length;
      reportUnsound(fold.analytics.refusedPacks());
    },
    readiness: async () => [
      await diskCheck(folder, config.journal),
      ...(await brainChecks({
        isGatewayThere: gateway.isConnected,
        deliveries: deliveries.map((delivery) => delivery.status()),
        isLive: live.isLive,
        behind: {
          fold: behind(live.foldedOffset),
          documents: sinkBehind('documents'),
          series: sinkBehind('series'),
        },
        store: () => store.health(),
        storeTrouble: feeds.status('series').trouble,
        documentsTrouble: feeds.status('documents').trouble ?? checkpoints.trouble,
        journalTrouble: report.journalTrouble,
        missing,
        refusedPacks: fold.analytics.refusedPacks(),
      })),
      seen.seriesRoom.check(),
      extensionCheck(fold.extensions()),
      holdCheck(fold.pipeline.clockHold()),
      seen.amended.check(),
    ],
    metrics: metricsText(
      brainMetrics({
        foldedOffset: () => live.foldedOffset,
        durableOffset: () => durable.durableOffset,
        lagRecords: () => lag().records,
        lagSeconds: () => lag().ageSeconds,
        cityTime: () => live.cityTime ?? 0,
        readings: () => counts.readings,
        rejected: () => counts.rejected,
        activeAlerts: () => fold.analytics.active().length,
        storeRetries: () => feeds.status('series').retries,
        sinkOffset: (name) => feeds.status(name).nextOffset ?? Number.NaN,
        extensions: () => fold.extensions(),
        sinks: () => sinkHealth({ feeds, deliveries }),
        deliveries: () => deliveries.map((delivery) => delivery.status()),
      }),
    ),
  };
  return report;
}
