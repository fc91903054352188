import type { Logger } from 'pino';
import type { CityConfig } from '../../city/city-config.ts';
import type { DataFolder } from '../../city/data-folder.ts';
import { readGeneration } from '../../city/generation.ts';
import type { DurableOffset } from '../../fold/journal-batches.ts';
import { connectGateway, type GatewayClient } from '../../ipc/gateway-client.ts';
import { openJournal } from '../../journal/open-journal.ts';
import { inGeneration } from '../../model/in-generation.ts';
import type { JournalReader } from '../../model/journal.ts';
import type { SeriesStore } from '../../model/series-store.ts';
import { openDocuments } from '../../store/documents/documents.ts';
import type { Documents } from '../../store/documents/documents-interface.ts';
import { openStore } from '../../store/open-store.ts';
import { reportCorruption } from './report-corruption.ts';

/** The data that a brain reads and writes, and the connection to the gateway. */
export interface BrainData {
  readonly documents: Documents;
  readonly store: SeriesStore;
  readonly reader: JournalReader;
  readonly gateway: GatewayClient;
  readonly durable: DurableOffset;
}

/** Opens the data and waits until the gateway has announced a durable offset. `opened` closes everything. */
export async function openData(
  folder: DataFolder,
  config: CityConfig,
  log: Logger,
  opened: AsyncDisposableStack,
): Promise<BrainData> {
  const onDamage = reportCorruption(folder, log);
  const onLost = (error: unknown) => {
    log.fatal({ err: error }, 'a file is damaged: the brain restarts, quarantines it and folds the journal again');
    process.exit(1);
  };
  const { number } = readGeneration(folder);
  const documents = openDocuments(inGeneration(folder.documents, number), { onDamage, onLost });
  opened.defer(() => documents.close());
  const store = await openStore({ setting: config.store, folder, generation: number, onDamage, onLost });
  opened.defer(() => store.close());
  const reader = openJournal(folder.journal).openReader();
  opened.defer(() => reader.close());
  const gateway = connectGateway(folder.gatewaySocket);
  opened.defer(() => gateway.close());
  await firstDurableOffset(gateway);
  const durable = {
    onDurable: gateway.onDurable,
    get durableOffset() {
      return gateway.durableOffset ?? 0;
    },
  };
  return { documents, store, reader, gateway, durable };
}

function firstDurableOffset(gateway: GatewayClient): Promise<void> {
  return new Promise((resolve) => {
    const stop = gateway.onDurable(() => {
      stop();
      resolve();
    });
    if (gateway.durableOffset !== null) resolve();
  });
}
