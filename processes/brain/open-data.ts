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

/** What a brain reads from and writes to. */
export interface BrainData {
  readonly documents: Documents;
  readonly store: SeriesStore;
  readonly reader: JournalReader;
  readonly gateway: GatewayClient;
  readonly durable: DurableOffset;
}

/** Opens it and waits for the gateway's first word of how far the journal is durable. `opened` closes it again. */
export async function openData(
  folder: DataFolder,
  config: CityConfig,
  log: Logger,
  opened: AsyncDisposableStack,
): Promise<BrainData> {
  const onDamage = reportCorruption(folder, log);
  const onLost = (error: unknown) => {
    log.fatal({ err: error }, 'damage came to light: starting again, which sets it aside and folds the journal again');
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
  await firstWordOf(gateway);
  const durable = {
    onDurable: gateway.onDurable,
    get durableOffset() {
      return gateway.durableOffset ?? 0;
    },
  };
  return { documents, store, reader, gateway, durable };
}

function firstWordOf(gateway: GatewayClient): Promise<void> {
  return new Promise((resolve) => {
    const stop = gateway.onDurable(() => {
      stop();
      resolve();
    });
    if (gateway.durableOffset !== null) resolve();
  });
}
