import type { DataFolder } from '../city/data-folder.ts';
import type { Generation } from '../city/generation.ts';
import { createPendingDocuments } from '../delivery/documents/pending-documents.ts';
import { createCityFold, mappingAt } from '../fold/city-fold.ts';
import type { DurableOffset } from '../fold/journal-batches.ts';
import { missingFrom } from '../fold/missing-offsets.ts';
import { restoreFolds } from '../fold/restore-folds.ts';
import { runFold } from '../fold/run-fold.ts';
import { journalSource } from '../ingest/journal-source.ts';
import { openJournalReader } from '../journal/reader.ts';
import { inGeneration } from '../model/in-generation.ts';
import { openDocuments } from '../store/documents/documents.ts';
import { openStore } from '../store/open-store.ts';
import { writeWithPatience } from '../store/retry-write.ts';

const MOST_RECORDS_A_BATCH = 5_000;

/** What is told of a generation while it is built. */
export interface BuildProgress {
  readonly foldedOffset: number;
  readonly durableOffset: number;
  readonly cityTime: number | null;
}

/**
 * Folds the journal from its start into readings and documents of a generation of their own, until it has caught up with what was durable
 * at the start. Nothing is told outside: a generation that is built carries out no effects. One that was begun before goes on where it stopped.
 */
export async function buildGeneration(options: {
  readonly folder: DataFolder;
  readonly setting: string;
  readonly generation: Generation;
  readonly durable: DurableOffset;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: BuildProgress) => void;
  readonly onTrouble: (detail: string) => void;
}): Promise<void> {
  const { folder, generation, durable, signal, onTrouble } = options;
  const documents = openDocuments(inGeneration(folder.documents, generation.number), { onDamage: onTrouble });
  const store = await openStore({
    setting: options.setting,
    folder,
    generation: generation.number,
    onDamage: onTrouble,
  });
  const reader = openJournalReader({ directory: folder.journal });
  const mapping = await mappingAt(folder.journal, generation.mappingAsOf);
  const write = async (batch: Parameters<typeof store.write>[0]) => {
    const wait = (millis: number) => new Promise<void>((resolve) => setTimeout(resolve, millis));
    const onRetry = ({ error }: { readonly error: unknown }) => onTrouble((error as Error).message);
    return (await writeWithPatience(store, batch, { wait, signal, onRetry })).refused;
  };
  const restored = restoreFolds({
    checkpoints: documents.checkpoints(),
    storeCursor: await store.cursor(),
    makeFold: () => createCityFold({ mapping, write }),
    onSetAside: onTrouble,
  });
  const { fold, from } = restored;
  const missing = missingFrom(restored.missing, from.nextOffset, await reader.firstOffset());
  const pending = createPendingDocuments();
  const caughtUp = Promise.withResolvers<void>();
  const run = runFold({
    reader,
    durable,
    from,
    maxRecords: MOST_RECORDS_A_BATCH,
    fold: (batches) => journalSource(batches, fold.pipeline.operator),
    onResult(result) {
      pending.add(result);
      options.onProgress({
        foldedOffset: result.nextOffset,
        durableOffset: durable.durableOffset,
        cityTime: result.cityTime,
      });
    },
    list: () => undefined,
    hasRoom: () => true,
    checkpoint(nextOffset, cityTime) {
      const { effects: _, ...part } = pending.take();
      documents.commit({
        ...part,
        nextOffset,
        cityTime,
        folds: { pipeline: fold.snapshot(), missing },
        outbox: { add: [], remove: [] },
      });
      return null;
    },
    onLive: () => caughtUp.resolve(),
    now: () => performance.now(),
    after(millis, callback) {
      const timer = setTimeout(callback, millis);
      return () => clearTimeout(timer);
    },
  });
  signal.addEventListener('abort', () => caughtUp.reject(signal.reason), { once: true });
  try {
    await Promise.race([caughtUp.promise, run.ended]);
  } finally {
    await run.stop();
    await reader.close();
    await store.close();
    documents.close();
  }
}
