// Above 300 lines because it is the list of what a brain is made of: every part by name, each handed what it needs.
import { randomUUID } from 'node:crypto';
import { unwatchFile, watchFile } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Logger } from 'pino';
import { airPlaces } from '../../analytics/air-quality/air-places.ts';
import { answerAirQuality } from '../../analytics/air-quality/answer-air-quality.ts';
import { listEditions } from '../../analytics/standards/list-editions.ts';
import { soundPacks } from '../../analytics/standards/sound-packs.ts';
import { createApi } from '../../api/create-api.ts';
import type { LiveEvent } from '../../api/live-event.ts';
import { createSessions } from '../../api/sessions.ts';
import { dataFolder } from '../../city/data-folder.ts';
import { readFlowsAddress } from '../../city/flows-address.ts';
import { readGeneration } from '../../city/generation.ts';
import { readCityConfig } from '../../city/read-city.ts';
import { serviceToken } from '../../city/service-tokens.ts';
import { connectAlertPublisher } from '../../delivery/alert-publisher.ts';
import { createDocumentsCommitter } from '../../delivery/documents/commit-documents.ts';
import { createEffectRunner } from '../../delivery/effect-runner.ts';
import { createCityFold, mappingAt } from '../../fold/city-fold.ts';
import { describeMissing, missingFrom } from '../../fold/missing-offsets.ts';
import { readRecord } from '../../fold/read-record.ts';
import { restoreFolds } from '../../fold/restore-folds.ts';
import { runFold } from '../../fold/run-fold.ts';
import { journalSource } from '../../ingest/journal-source.ts';
import { connectGateway } from '../../ipc/gateway-client.ts';
import { openStoreCopySocket } from '../../ipc/store-copy-socket.ts';
import { JournalCorruptError } from '../../journal/journal-corrupt-error.ts';
import { openJournalReader } from '../../journal/reader.ts';
import { ConfigError } from '../../model/config-error.ts';
import { inGeneration } from '../../model/in-generation.ts';
import type { SeriesStore } from '../../model/series-store.ts';
import { VERSION } from '../../model/version.ts';
import { openDocuments } from '../../store/documents/documents.ts';
import { expectRows } from '../../store/expect-rows.ts';
import { openStore } from '../../store/open-store.ts';
import { createWatchedWrites } from '../../store/watched-writes.ts';
import { metricsText } from '../metrics.ts';
import { type RunningRole, runRole } from '../role.ts';
import { createBacklogAge } from './backlog-age.ts';
import { brainChecks } from './brain-checks.ts';
import { brainMetrics } from './brain-metrics.ts';
import { diskCheck } from './disk-check.ts';
import { liveEvents } from './live-events.ts';
import { createLiveFeed } from './live-feed.ts';
import { reportCorruption } from './report-corruption.ts';

const MOST_RECORDS_A_BATCH = 5_000;
/** So long an alert waits for a piece of a checkpoint. */
const CHECKPOINT_MILLIS_A_TURN = 5;
const RETRY_EFFECT_MILLIS = 1_000;
const CLOSE_PATIENCE_MILLIS = 5_000;
const WATCH_GENERATION_MILLIS = 500;

/** The brain role: folds the journal, writes the store, carries out effects, serves the API and the page. It never appends. */
async function brain(root: string, mqttUrl: string, log: Logger): Promise<RunningRole> {
  const folder = dataFolder(root);
  const config = readCityConfig(folder, process.env);
  log.level = config.log.level;
  const onDamage = reportCorruption(folder, log);
  const generation = readGeneration(folder);
  const onLost = (error: unknown) => {
    log.fatal({ err: error }, 'damage came to light: starting again, which sets it aside and folds the journal again');
    process.exit(1);
  };
  const documents = openDocuments(inGeneration(folder.documents, generation.number), { onDamage, onLost });
  const store = await openStore({ setting: config.store, folder, generation: generation.number, onDamage, onLost });
  const reader = openJournalReader({ directory: folder.journal });
  const gateway = connectGateway(folder.gatewaySocket);
  const durable = {
    onDurable: gateway.onDurable,
    get durableOffset() {
      return gateway.durableOffset ?? 0;
    },
  };
  const stopping = new AbortController();
  const closing = new AbortController();
  const feed = createLiveFeed<LiveEvent>();
  const counts = { readings: 0, rejected: 0 };
  let journalTrouble: string | null = null;
  let isLive = false;

  const checkpoints = documents.checkpoints();
  const storeCursor = await store.cursor().catch(() => undefined);

  const writes = createWatchedWrites({
    wait: (millis) => new Promise((resolve) => setTimeout(resolve, millis)),
    signal: stopping.signal,
    now: () => performance.now(),
  });
  const mapping = await mappingAt(folder.journal, generation.mappingAsOf);
  const restored = restoreFolds({
    checkpoints,
    storeCursor: storeCursor ?? null,
    makeFold: () => createCityFold({ mapping, write: (result) => writes.write(written, result) }),
    onSetAside: (why) =>
      log.warn({ why }, 'a checkpoint is set aside; going on from an older one, or from the start of the journal'),
  });
  const { fold, from } = restored;
  gateway.reportFolded(Math.min(from.nextOffset, documents.keptFrom() ?? 0));
  // A store on a server may be away now: then it is asked before the first write.
  const written: Pick<SeriesStore, 'write'> = storeCursor === undefined ? expectRows(store, from.nextOffset) : store;
  const { registry, analytics, pipeline } = fold;

  const publisher = connectAlertPublisher({
    url: mqttUrl,
    token: serviceToken(folder, 'brain'),
    active: () => analytics.active(),
    onError: (error) => log.warn({ err: error }, 'alerts on MQTT'),
  });
  const effects = createEffectRunner(
    (effect) => publisher.publish(effect.alert),
    (again) => setTimeout(again, RETRY_EFFECT_MILLIS).unref(),
  );
  effects.add(documents.outbox(), from.cityTime ?? 0);

  await new Promise<void>((resolve) => {
    const stop = gateway.onDurable(() => {
      stop();
      resolve();
    });
    if (gateway.durableOffset !== null) resolve();
  });
  const listing = createDocumentsCommitter({
    documents,
    effects,
    listedUpTo: checkpoints[0]?.nextOffset ?? 0,
    onAlerts: (data) => feed.emit({ topic: 'alerts', data }),
    onKeptFrom: gateway.reportFolded,
    turns: { now: () => performance.now(), next: () => setImmediate(), millisATurn: CHECKPOINT_MILLIS_A_TURN },
    signal: closing.signal,
  });

  if (from.nextOffset > durable.durableOffset) {
    throw new ConfigError(
      folder.journal,
      `ends at offset ${durable.durableOffset}, but the brain has folded up to ${from.nextOffset}: this is not the journal of this data, put the right one back; or a crash and damage together took its end: then "npx citynerve rebuild-store" makes readings and documents from what is there`,
    );
  }
  // Asked now that the gateway knows from where on the journal is needed.
  const missing = missingFrom(restored.missing, from.nextOffset, await reader.firstOffset());
  if (missing.length > restored.missing.length) log.error({ missing: missing.at(-1) }, describeMissing(missing));
  const backlog = createBacklogAge({
    now: () => Date.now(),
    durableOffset: durable.durableOffset,
    waitsSince: await readRecord(reader, from.nextOffset).then(
      (record) => record?.wallAt ?? null,
      // Damage in the journal is met, and told, where it is folded.
      () => null,
    ),
  });
  durable.onDurable(backlog.durable);
  const run = runFold({
    reader,
    durable,
    from,
    maxRecords: MOST_RECORDS_A_BATCH,
    fold: (batches) => journalSource(batches, pipeline.operator),
    onResult(result) {
      listing.add(result);
      counts.readings += result.readings.length;
      counts.rejected += result.rejected.length;
      for (const event of liveEvents(result, lag())) feed.emit(event);
    },
    list: (nextOffset, cityTime) => listing.commit({ nextOffset, cityTime }),
    checkpoint(nextOffset, cityTime, isLast) {
      const part = { nextOffset, cityTime, folds: { pipeline: fold.snapshot(), missing } };
      if (!isLast) return listing.checkpoint(part);
      listing.commit(part);
      return null;
    },
    hasRoom: () => listing.hasRoom,
    onLive(nextOffset, cityTime) {
      isLive = true;
      listing.mend(analytics.active(), { nextOffset, cityTime });
      // What changed while nobody was live is told as a whole; effects that went stale are dropped.
      publisher.goLive();
      effects.goLive(cityTime);
    },
    now: () => performance.now(),
    after: (millis, callback) => {
      const timer = setTimeout(callback, millis);
      return () => clearTimeout(timer);
    },
  });
  run.ended.catch((error: unknown) => {
    if (stopping.signal.aborted) return;
    if (error instanceof JournalCorruptError) {
      // Starting again would meet the same bytes. What was folded before them stays right and is served; nothing behind them is.
      journalTrouble = error.message;
      log.fatal(
        { err: error },
        'the fold stands still before damage in the journal; devices are acknowledged as before',
      );
      return;
    }
    log.fatal({ err: error }, 'the fold ended; starting again from the last checkpoint');
    process.exit(1);
  });

  function lag() {
    const { durableOffset } = durable;
    // Folded, stored, and known to those who ask.
    const foldedOffset = Math.min(run.foldedOffset, listing.committedOffset);
    const records = Math.max(0, durableOffset - foldedOffset);
    return { records, ageSeconds: backlog.seconds(foldedOffset), durableOffset, foldedOffset };
  }
  // A newer generation has caught up: the supervisor starts the brain again, and it opens that one.
  watchFile(folder.generation, { interval: WATCH_GENERATION_MILLIS }, () => {
    if (readGeneration(folder).number !== generation.number) process.kill(process.pid, 'SIGTERM');
  });
  const { host, port } = config.api;
  const api = await createApi({
    version: VERSION,
    consoleDirectory: fileURLToPath(new URL('../../console/dist', import.meta.url)),
    isHttps: false,
    sessions: createSessions({ file: folder.signin, now: () => Date.now() }),
    registry: () => registry.view,
    store,
    documents: {
      ...documents,
      ledger: (deviceId) => pipeline.ledgerNow().filter((entry) => !deviceId || entry.deviceId === deviceId),
    },
    air: {
      quality: (query) =>
        answerAirQuality(query, {
          registry: registry.view,
          packs: soundPacks(registry.view),
          store,
          now: run.cityTime,
        }),
      places: () => airPlaces(registry.view).places,
    },
    standards: () => listEditions(soundPacks(registry.view)),
    flows: () => readFlowsAddress(folder),
    cityTime: () => run.cityTime,
    lag,
    acknowledge: (action) => gateway.append(action),
    async journalPayload(offset) {
      const record = await readRecord(reader, offset);
      return record?.kind === 'publication' ? record.payload : null;
    },
    readiness: async () => [
      await diskCheck(folder, config.journal),
      ...(await brainChecks({
        isGatewayThere: gateway.isConnected,
        isPublisherThere: publisher.isConnected,
        isLive,
        lag: lag(),
        store: () => store.health(),
        storeTrouble: writes.trouble,
        documentsTrouble: listing.trouble,
        journalTrouble,
        missing,
      })),
    ],
    metrics: metricsText(
      brainMetrics({
        foldedOffset: () => run.foldedOffset,
        durableOffset: () => durable.durableOffset,
        lagSeconds: () => lag().ageSeconds,
        cityTime: () => run.cityTime ?? 0,
        readings: () => counts.readings,
        rejected: () => counts.rejected,
        activeAlerts: () => analytics.active().length,
        storeRetries: () => writes.retries,
        effects: () => effects.counters(),
      }),
    ),
    subscribe: feed.subscribe,
    newActionId: randomUUID,
    every(intervalMillis, callback) {
      const timer = setInterval(callback, intervalMillis).unref();
      return () => clearInterval(timer);
    },
  });
  const copies = await openStoreCopySocket(folder.brainSocket, async (file) => {
    if (!store.copyTo) throw new Error('a store on a server is copied with the tools of that server');
    await store.copyTo(file);
  });
  await api.listen({ host, port });

  return {
    ready: { apiPort: (api.server.address() as AddressInfo).port },
    async close() {
      closing.abort();
      unwatchFile(folder.generation);
      await api.close();
      await copies.close();
      // A store that takes nothing, or hangs, must not hold up the end: what is not written is folded again.
      const patience = setTimeout(
        () => stopping.abort(new Error('the brain is closing')),
        writes.trouble === null ? CLOSE_PATIENCE_MILLIS : 0,
      );
      await run
        .stop()
        .catch((error: unknown) => log.warn({ err: error }, 'ended in the middle of a write; it is folded again'));
      clearTimeout(patience);
      await publisher.close();
      await gateway.close();
      await reader.close();
      await store.close();
      documents.close();
    },
  };
}

const { values } = parseArgs({
  options: { data: { type: 'string', default: 'data' }, mqtt: { type: 'string', default: 'mqtt://127.0.0.1:1883' } },
});
await runRole('brain', (log) => brain(values.data, values.mqtt, log));
