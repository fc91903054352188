import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { airPlaces } from '../../analytics/air-quality/air-places.ts';
import { answerAirQuality } from '../../analytics/air-quality/answer-air-quality.ts';
import { SCENARIO_FOLDERS } from '../../analytics/scenarios/index.ts';
import { listScenarios } from '../../analytics/scenarios/list-scenarios.ts';
import { listEditions } from '../../analytics/standards/list-editions.ts';
import { soundPacks } from '../../analytics/standards/sound-packs.ts';
import { createApi } from '../../api/create-api.ts';
import type { ApiDeps } from '../../api/deps.ts';
import { createSessions } from '../../api/sessions.ts';
import { cityCommand } from '../../city/city-command.ts';
import type { DataFolder } from '../../city/data-folder.ts';
import { readFlowsAddress } from '../../city/flows-address.ts';
import type { CityFold } from '../../fold/city-fold.ts';
import { readRecord } from '../../fold/read-record.ts';
import type { GatewayClient } from '../../ipc/gateway-client.ts';
import { systemTimers } from '../../ipc/system-timers.ts';
import type { JournalReader } from '../../model/journal.ts';
import type { SeriesStore } from '../../model/series-store.ts';
import { VERSION } from '../../model/version.ts';
import { createReadStoreBooks } from './read-store-books.ts';

type Given =
  | 'documents'
  | 'extensions'
  | 'skippedRanges'
  | 'lag'
  | 'isCaughtUp'
  | 'cityTime'
  | 'status'
  | 'readiness'
  | 'metrics'
  | 'subscribe';

/** Creates the HTTP API and gives it access to the fold, the store, the documents and the gateway. */
export function brainApi(
  options: Pick<ApiDeps, Given> & {
    readonly folder: DataFolder;
    readonly fold: CityFold;
    readonly store: SeriesStore;
    readonly reader: JournalReader;
    readonly gateway: GatewayClient;
  },
) {
  const { folder, fold, store, reader, gateway, ...given } = options;
  const { registry } = fold;
  return createApi({
    ...given,
    version: VERSION,
    command: (args) => cityCommand(args, folder.root),
    consoleDirectory: fileURLToPath(new URL('../../console/dist', import.meta.url)),
    isHttps: false,
    sessions: createSessions({ file: folder.signin, now: () => Date.now() }),
    registry: () => registry.view,
    store,
    storeBooks: createReadStoreBooks(store, systemTimers.after),
    air: {
      quality: (query) =>
        answerAirQuality(query, {
          registry: registry.view,
          packs: soundPacks(registry.view),
          store,
          now: given.cityTime(),
        }),
      places: () => airPlaces(registry.view).places,
    },
    standards: () => listEditions(soundPacks(registry.view)),
    scenarios: () => listScenarios(SCENARIO_FOLDERS),
    refusedPacks: () => fold.analytics.refusedPacks(),
    notWatched: () => fold.analytics.notWatched(),
    flows: () => readFlowsAddress(folder),
    lastReceivedAt: fold.pipeline.lastSeen.receivedAt,
    acknowledge: (action) => gateway.append(action),
    async journalPayload(offset) {
      const record = await readRecord(reader, offset);
      if (record === null) return null;
      return record.kind === 'publication' ? { payload: record.payload } : { kind: record.kind };
    },
    newActionId: randomUUID,
    every(intervalMillis, callback) {
      const timer = setInterval(callback, intervalMillis).unref();
      return () => clearInterval(timer);
    },
  });
}
