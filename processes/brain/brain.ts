import type { AddressInfo } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Logger } from 'pino';
import type { LiveEvent } from '../../api/live-event.ts';
import type { CityConfig } from '../../city/city-config.ts';
import { type DataFolder, dataFolder } from '../../city/data-folder.ts';
import { readBuild } from '../../city/generation-build.ts';
import { readCityConfig } from '../../city/read-city.ts';
import type { CityFold } from '../../fold/city-fold.ts';
import { readRecord } from '../../fold/read-record.ts';
import { openStoreCopySocket } from '../../ipc/store-copy-socket.ts';
import { systemTimers } from '../../ipc/system-timers.ts';
import type { LedgerEntry } from '../../model/ledger.ts';
import { type RunningRole, runRole } from '../role.ts';
import { type BacklogAge, createBacklogAge } from './backlog-age.ts';
import { brainApi } from './brain-api.ts';
import { brainLag } from './brain-lag.ts';
import { brainReport } from './brain-report.ts';
import { createCheckpointWriter } from './checkpoint-writer.ts';
import { cityStatus } from './city-status.ts';
import { handleFoldEnd } from './handle-fold-end.ts';
import { liveAlerts } from './live-documents.ts';
import { liveEvents } from './live-events.ts';
import { createLiveFeed } from './live-feed.ts';
import { startLiveFold } from './live-fold.ts';
import { createLiveView, type LiveView } from './live-view.ts';
import { createMissingList } from './missing-list.ts';
import { type OpenedCity, openCity } from './open-city.ts';
import { type BrainData, openData } from './open-data.ts';
import { openSinks } from './open-sinks.ts';
import { publishReplacedAlerts } from './publish-replaced-alerts.ts';
import { sinkHealth } from './sink-health.ts';

/** Time slice of the work on a checkpoint: it delays an alert by at most this. */
const CHECKPOINT_SLICE_MILLIS = 5;
const { now, after } = systemTimers;

/** The brain role: folds the journal, feeds the sinks, serves the API and the page. It never appends to the journal. */
async function brain(root: string, mqttUrl: string, log: Logger): Promise<RunningRole> {
  const folder = dataFolder(root);
  const config = readCityConfig(folder, process.env);
  log.level = config.log.level;
  await using opened = new AsyncDisposableStack();
  const apiPort = await assemble({ folder, config, mqttUrl, log, opened });
  const running = opened.move();
  return { ready: { apiPort }, close: () => running.disposeAsync() };
}

/**
 * Opens the parts of the brain and connects them; `opened` closes them in the opposite order. Resolves with the port of
 * the API.
 */
async function assemble(given: {
  readonly folder: DataFolder;
  readonly config: CityConfig;
  readonly mqttUrl: string;
  readonly log: Logger;
  readonly opened: AsyncDisposableStack;
}): Promise<number> {
  const { folder, config, log, opened } = given;
  const data = await openData(folder, config, log, opened);
  const { documents, durable } = data;
  const city = await openCity(data, given);
  const { fold, from, skippedRanges } = city;
  const backlog = await openBacklog(data, from.nextOffset);
  opened.defer(durable.onDurable(backlog.durable));

  const live = createLiveView(from);
  const missing = createMissingList(city.missing, log);
  const feed = createLiveFeed<LiveEvent>();
  const sinks = await openSinks({ ...given, ...data, ...city, live, onMissing: missing.note, now, after });
  const alerts = liveAlerts({
    documents,
    active: () => fold.analytics.active(),
    documentsOffset: () => sinks.feeds.status('documents').nextOffset ?? 0,
  });
  const lag = () => brainLag({ durable, live, feeds: sinks.feeds, backlog });
  const closing = new AbortController();
  const configured = Promise.withResolvers<void>();
  const checkpoints = createCheckpointWriter({
    ...data,
    ...sinks,
    slicing: { now, yieldToOthers: () => setImmediate(), sliceMillis: CHECKPOINT_SLICE_MILLIS },
    signal: closing.signal,
  });
  const report = brainReport({
    ...given,
    ...data,
    ...city,
    missing: missing.all,
    live,
    lag,
    backlog,
    ...sinks,
    checkpoints,
  });
  const run = startLiveFold({
    ...city,
    ...data,
    ...sinks,
    missing: missing.all,
    checkpoints,
    onResult(result) {
      alerts.note(result);
      report.count(result);
      if (fold.registry.view.city !== null) configured.resolve();
      sinks.feeds.offer(result);
      for (const event of liveEvents(result, lag())) feed.emit(event);
    },
    onLive(_nextOffset, cityTime) {
      sinks.feeds.wake();
      publishReplacedAlerts({ ...given, ...sinks, closing: closing.signal, find: alerts.alert, cityTime });
    },
    room: () => sinks.feeds.room(),
    now,
    after,
  });
  live.follow(run);
  sinks.feeds.wake();
  handleFoldEnd(run, { ...given, report, closing: closing.signal });

  // The API is opened only when the city's configuration is folded: before, it could only answer "not known yet".
  if (fold.registry.view.city === null) await Promise.race([configured.promise, run.ended.catch(() => undefined)]);
  const port = await serve(
    {
      ...data,
      folder,
      fold,
      documents: { ...documents, alerts: alerts.alerts, alert: alerts.alert, ledger: ledgerOf(fold) },
      lag,
      isCaughtUp: () => live.isLive,
      skippedRanges: () => skippedRanges.all,
      cityTime: () => live.cityTime,
      status: () => statusNow({ ...data, ...city, live, folder, sinks, backlog, lag: lag() }),
      extensions: () => [...fold.extensions(), ...sinkHealth(sinks)],
      readiness: report.readiness,
      metrics: report.metrics,
      subscribe: feed.subscribe,
    },
    config,
    opened,
  );
  opened.defer(() => closing.abort());
  return port;
}

type StatusParts = Omit<Parameters<typeof cityStatus>[0], 'cityTime' | 'now' | 'build'>;

/** What the page says of the city's state at this moment. */
const statusNow = ({
  live,
  amended,
  folder,
  ...parts
}: StatusParts & Pick<OpenedCity, 'amended'> & { readonly live: LiveView; readonly folder: DataFolder }) =>
  cityStatus({ ...parts, cityTime: live.cityTime, now: Date.now(), build: amended.build() ?? readBuild(folder) });

/** The fold's ledger as it stands now, of one device or of all. */
const ledgerOf =
  ({ pipeline }: CityFold) =>
  (deviceId?: string): readonly LedgerEntry[] =>
    pipeline.ledgerNow().filter((entry) => !deviceId || entry.deviceId === deviceId);

async function openBacklog({ reader, durable }: BrainData, foldedOffset: number): Promise<BacklogAge> {
  const waitsSince = await readRecord(reader, foldedOffset).then(
    (record) => record?.wallAt ?? null,
    // Damage in the journal is reported when it is folded.
    () => null,
  );
  return createBacklogAge({ now: () => Date.now(), durableOffset: durable.durableOffset, foldedOffset, waitsSince });
}

/**
 * Opens the API, and the local socket through which a backup requests a copy of the store. Resolves with the API's
 * port.
 */
async function serve(
  served: Parameters<typeof brainApi>[0],
  config: CityConfig,
  opened: AsyncDisposableStack,
): Promise<number> {
  const { store, folder } = served;
  const api = await brainApi(served);
  const copies = await openStoreCopySocket(folder.brainSocket, async (file) => {
    if (!store.copyTo) throw new Error('the store is on a server: copy it with the tools of that server');
    await store.copyTo(file);
  });
  opened.defer(() => copies.close());
  opened.defer(async () => api.close());
  await api.listen({ host: config.api.host, port: config.api.port });
  return (api.server.address() as AddressInfo).port;
}

const { values } = parseArgs({
  options: { data: { type: 'string', default: 'data' }, mqtt: { type: 'string', default: 'mqtt://127.0.0.1:1883' } },
});
await runRole('brain', (log) => brain(values.data, values.mqtt, log));
