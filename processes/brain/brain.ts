import { unwatchFile, watchFile } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Logger } from 'pino';
import type { LiveEvent } from '../../api/live-event.ts';
import type { CityConfig } from '../../city/city-config.ts';
import { type DataFolder, dataFolder } from '../../city/data-folder.ts';
import { readGeneration } from '../../city/generation.ts';
import { readCityConfig } from '../../city/read-city.ts';
import { createCityFold, mappingAt } from '../../fold/city-fold.ts';
import { describeMissing, type MissingOffsets } from '../../fold/missing-offsets.ts';
import { readAmendments } from '../../fold/read-amendments.ts';
import { readRecord } from '../../fold/read-record.ts';
import type { FoldRun } from '../../fold/run-fold.ts';
import { openStoreCopySocket } from '../../ipc/store-copy-socket.ts';
import { JournalCorruptError } from '../../model/journal-corrupt-error.ts';
import { type RunningRole, runRole } from '../role.ts';
import { createBacklogAge } from './backlog-age.ts';
import { brainApi } from './brain-api.ts';
import { brainLag } from './brain-lag.ts';
import { brainReport } from './brain-report.ts';
import { createCheckpointWriter } from './checkpoint-writer.ts';
import { cityStatus } from './city-status.ts';
import { startHangWatcher } from './hang-watcher.ts';
import { liveAlerts } from './live-documents.ts';
import { liveEvents } from './live-events.ts';
import { createLiveFeed } from './live-feed.ts';
import { startLiveFold } from './live-fold.ts';
import { openData } from './open-data.ts';
import { openSinks } from './open-sinks.ts';
import { reportRefusedPacks } from './report-refused-packs.ts';
import { restoreCity } from './restore-city.ts';

/** So long an alert waits for a piece of a checkpoint. */
const CHECKPOINT_MILLIS_A_TURN = 5;
const WATCH_GENERATION_MILLIS = 500;
const now = (): number => performance.now();
const after = (millis: number, callback: () => void) => {
  const timer = setTimeout(callback, millis);
  return () => clearTimeout(timer);
};

/** The brain role: folds the journal, feeds the sinks behind it, serves the API and the page. It never appends. */
async function brain(root: string, mqttUrl: string, log: Logger): Promise<RunningRole> {
  const folder = dataFolder(root);
  const config = readCityConfig(folder, process.env);
  log.level = config.log.level;
  await using opened = new AsyncDisposableStack();
  const apiPort = await assemble({ folder, config, mqttUrl, log, opened });
  const running = opened.move();
  return { ready: { apiPort }, close: () => running.disposeAsync() };
}

/** Puts the parts together, each handed what it needs; `opened` closes them in the opposite order. Resolves with the API's port. */
async function assemble(given: {
  readonly folder: DataFolder;
  readonly config: CityConfig;
  readonly mqttUrl: string;
  readonly log: Logger;
  readonly opened: AsyncDisposableStack;
}): Promise<number> {
  const { folder, config, log, opened } = given;
  const data = await openData(folder, config, log, opened);
  const { documents, store, reader, gateway, durable } = data;
  const mapping = await mappingAt(reader, readGeneration(folder).mappingAsOf);
  const amendments = await readAmendments(reader, durable.durableOffset, (error) =>
    log.error({ err: error }, 'amendments behind damage in the journal are not known'),
  );
  const watcher = startHangWatcher({
    socketPath: folder.gatewaySocket,
    onError: (error) => log.error({ err: error }, 'nobody watches for extensions that never end'),
  });
  opened.defer(() => watcher.close());
  // What an amendment names is folded again from a checkpoint before it: the supervisor starts the brain anew.
  const onAmendment = () => process.kill(process.pid, 'SIGTERM');
  const makeFold = () =>
    createCityFold({ mapping, amendments, onAmendment, mark: watcher.mark, onRefusedPacks: reportRefusedPacks(log) });
  const city = await restoreCity(data, makeFold, folder, log);
  const { fold, from } = city;
  const backlog = createBacklogAge({
    now: () => Date.now(),
    durableOffset: durable.durableOffset,
    foldedOffset: from.nextOffset,
    waitsSince: await readRecord(reader, from.nextOffset).then(
      (record) => record?.wallAt ?? null,
      // Damage in the journal is met, and told, where it is folded.
      () => null,
    ),
  });
  opened.defer(durable.onDurable(backlog.durable));

  let run: FoldRun | null = null;
  const live = {
    get foldedOffset() {
      return run?.foldedOffset ?? from.nextOffset;
    },
    get cityTime() {
      return run?.cityTime ?? from.cityTime;
    },
    get isLive() {
      return run?.isLive ?? false;
    },
  };
  const missing = [...city.missing];
  const noteMissing = (more: MissingOffsets) => {
    if (missing.some(({ from: start, until }) => start === more.from && until === more.until)) return;
    log.error({ missing: more }, describeMissing([more]));
    missing.push(more);
  };
  const feed = createLiveFeed<LiveEvent>();
  const sinks = await openSinks({ ...given, ...data, fold, live, makeFold, onMissing: noteMissing, now, after });
  const alerts = liveAlerts({
    documents,
    active: () => fold.analytics.active(),
    documentsOffset: () => sinks.feeds.status('documents').nextOffset,
  });
  const lag = () => {
    const reached = sinks.feeds
      .statuses()
      .filter(({ name }) => name === 'documents' || name === 'series')
      .map(({ nextOffset }) => nextOffset);
    return brainLag({ durableOffset: durable.durableOffset, reached: [live.foldedOffset, ...reached], backlog });
  };
  const closing = new AbortController();
  const checkpoints = createCheckpointWriter({
    documents,
    needs: sinks.needs,
    onKeptFrom: gateway.reportFolded,
    turns: { now, next: () => setImmediate(), millisATurn: CHECKPOINT_MILLIS_A_TURN },
    signal: closing.signal,
  });
  const report = brainReport({
    ...given,
    ...data,
    ...city,
    missing,
    live,
    lag,
    feeds: sinks.feeds,
    deliveries: sinks.deliveries,
    seriesRoom: sinks.seriesRoom,
    checkpoints,
  });
  run = startLiveFold({
    ...city,
    missing,
    reader,
    durable,
    checkpoints,
    onResult(result) {
      alerts.note(result);
      report.count(result);
      sinks.feeds.offer(result);
      for (const event of liveEvents(result, lag())) feed.emit(event);
    },
    onLive: () => sinks.feeds.wake(),
    room: () => sinks.feeds.room(),
    now,
    after,
  });
  stopWith(run, opened, log);
  standBeforeDamage(run, report, log, closing.signal);
  watchGeneration(folder, opened);

  const api = await brainApi({
    ...data,
    folder,
    fold,
    documents: {
      ...documents,
      alerts: alerts.alerts,
      alert: alerts.alert,
      ledger: (deviceId) => fold.pipeline.ledgerNow().filter((entry) => !deviceId || entry.deviceId === deviceId),
    },
    lag,
    cityTime: () => live.cityTime,
    status: () => cityStatus({ cityTime: live.cityTime, now: Date.now(), gateway, fold, lag: lag(), sinks, backlog }),
    readiness: report.readiness,
    metrics: report.metrics,
    subscribe: feed.subscribe,
  });
  const copies = await openStoreCopySocket(folder.brainSocket, async (file) => {
    if (!store.copyTo) throw new Error('a store on a server is copied with the tools of that server');
    await store.copyTo(file);
  });
  opened.defer(() => copies.close());
  opened.defer(async () => api.close());
  opened.defer(() => closing.abort());
  await api.listen({ host: config.api.host, port: config.api.port });
  return (api.server.address() as AddressInfo).port;
}

/** Folding ends first, with a last checkpoint; the sinks then take what lies ready. */
function stopWith(run: FoldRun, opened: AsyncDisposableStack, log: Logger): void {
  opened.defer(() =>
    run.stop().catch((error: unknown) => log.warn({ err: error }, 'the fold ended early; it is folded again')),
  );
}

/** Damage in the journal: starting again would meet the same bytes. What was folded before them stays right and is served. */
function standBeforeDamage(
  run: FoldRun,
  report: { journalTrouble: string | null },
  log: Logger,
  closing: AbortSignal,
): void {
  run.ended.catch((error: unknown) => {
    if (closing.aborted) return;
    if (error instanceof JournalCorruptError) {
      report.journalTrouble = error.message;
      log.fatal(
        { err: error },
        'the fold stands still before damage in the journal; devices are acknowledged as before',
      );
      return;
    }
    log.fatal({ err: error }, 'the fold ended; starting again from the last checkpoint');
    process.exit(1);
  });
}

/** A newer generation has caught up: the supervisor starts the brain again, and it opens that one. */
function watchGeneration(folder: DataFolder, opened: AsyncDisposableStack): void {
  const { number } = readGeneration(folder);
  watchFile(folder.generation, { interval: WATCH_GENERATION_MILLIS }, () => {
    if (readGeneration(folder).number !== number) process.kill(process.pid, 'SIGTERM');
  });
  opened.defer(() => unwatchFile(folder.generation));
}

const { values } = parseArgs({
  options: { data: { type: 'string', default: 'data' }, mqtt: { type: 'string', default: 'mqtt://127.0.0.1:1883' } },
});
await runRole('brain', (log) => brain(values.data, values.mqtt, log));
