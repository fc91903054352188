import type { DataFolder } from '../city/data-folder.ts';
import type { Generation } from '../city/generation.ts';
import { createDocumentsSink } from '../delivery/documents/documents-sink.ts';
import { createAttempts } from '../fold/attempts.ts';
import { startCatchUp } from '../fold/catch-up.ts';
import { createCheckpointMarks } from '../fold/checkpoint-marks.ts';
import { createCityFold, mappingAt } from '../fold/city-fold.ts';
import type { DurableOffset } from '../fold/journal-batches.ts';
import { readAmendments } from '../fold/read-amendments.ts';
import { readSkippedRanges } from '../fold/skipped-ranges.ts';
import { systemTimers } from '../ipc/system-timers.ts';
import { openJournal } from '../journal/open-journal.ts';
import type { Amendment } from '../model/amendment.ts';
import { NO_MARK, type RunningMark } from '../model/extension-health.ts';
import type { FoldResult } from '../model/fold.ts';
import { inGeneration } from '../model/in-generation.ts';
import type { Sink } from '../model/sink.ts';
import { openDocuments } from '../store/documents/documents.ts';
import { openStore } from '../store/open-store.ts';
import { createSeriesSink } from '../store/series-sink.ts';

/** A checkpoint is saved after so many records; an interrupted build continues from the last one. */
const RECORDS_A_CHECKPOINT = 500_000;
/** A generation has caught up when it is no farther from the end of the journal. */
const NEAR_RECORDS = 20_000;

/** Progress of a build: offsets in the journal, and city time in milliseconds since 1970. */
export interface BuildProgress {
  readonly foldedOffset: number;
  readonly durableOffset: number;
  readonly cityTime: number | null;
}

/**
 * Folds the journal from its start, with its amendments, into the readings and documents of a new generation, until
 * it has caught up. Effects are not carried out. A generation that has something already is continued from there.
 * Resolves with the generation; rejects when `signal` is aborted.
 */
export async function buildGeneration(options: {
  readonly folder: DataFolder;
  readonly setting: string;
  readonly generation: Pick<Generation, 'number' | 'mappingAsOf'>;
  readonly durable: DurableOffset;
  readonly signal: AbortSignal;
  /** Amendments that it goes on without; absent: none. */
  readonly ignored?: readonly Amendment[];
  /** Told which extension runs. */
  readonly mark?: RunningMark;
  readonly onProgress: (progress: BuildProgress) => void;
  readonly onTrouble: (detail: string) => void;
}): Promise<Generation> {
  const { folder, generation, durable, signal, ignored = [], mark = NO_MARK, onTrouble } = options;
  await using opened = new AsyncDisposableStack();
  const documents = openDocuments(inGeneration(folder.documents, generation.number), { onDamage: onTrouble });
  opened.defer(() => documents.close());
  const store = await openStore({
    setting: options.setting,
    folder,
    generation: generation.number,
    onDamage: onTrouble,
  });
  opened.defer(() => store.close());
  const reader = openJournal(folder.journal).openReader();
  opened.defer(() => reader.close());
  const mapping = await mappingAt(reader, generation.mappingAsOf);
  const ignoredIds = new Set(ignored.map(({ amendmentId }) => amendmentId));
  const all = await readAmendments(reader, durable.durableOffset);
  const amendments = all.filter(({ amendmentId }) => !ignoredIds.has(amendmentId));
  const skipped = await readSkippedRanges(reader, durable.durableOffset);
  const refused: number[] = [];
  const sinks = [
    createDocumentsSink({ documents, active: () => [], onWithdrawn: () => {} }),
    createSeriesSink(store, skipped, (readings) => void refused.push(readings.length)),
  ];
  const cursors = await Promise.all(sinks.map((sink) => sink.cursor()));
  const from = Math.min(...cursors);
  const marks = createCheckpointMarks(documents.checkpoints().map(({ nextOffset }) => nextOffset));
  const fold = await startCatchUp({
    from,
    reader,
    checkpoints: documents.checkpoints(),
    makeFold: () => createCityFold({ mapping, amendments, ignored, mark }),
    onUnusableCheckpoint: onTrouble,
    onMissing: () => {},
    signal,
  });
  const takers = sinks.map((sink) => {
    const onFailure = (reason: string): void => onTrouble(`${sink.name}: ${reason}`);
    const attempts = createAttempts({ ...systemTimers, signal, onFailure });
    return (result: FoldResult): Promise<void> => attempts.retry(() => takeOnce(sink, result));
  });
  let until = durable.durableOffset;
  let cityTime = 0;
  const saveFolds = () => {
    const { foldedOffset: nextOffset, missing } = fold;
    marks.add(nextOffset);
    const text = JSON.stringify({ pipeline: fold.snapshot(), missing });
    documents.saveFolds({ nextOffset, cityTime, text, keepFor: marks.all });
  };
  while (fold.foldedOffset < until) {
    await fold.runUntil(Math.min(until, fold.foldedOffset + RECORDS_A_CHECKPOINT), async (result) => {
      await Promise.all(takers.map((take) => take(result)));
      ({ cityTime } = result);
      options.onProgress({ foldedOffset: result.nextOffset, durableOffset: until, cityTime });
    });
    saveFolds();
    // Whoever shows it folds the rest, and should not be long about it.
    if (durable.durableOffset - fold.foldedOffset > NEAR_RECORDS) until = durable.durableOffset;
  }
  const count = refused.reduce((sum, readings) => sum + readings, 0);
  if (count > 0) onTrouble(`the store refused ${count} readings`);
  return { ...generation, amendments: amendments.map(({ amendmentId }) => amendmentId) };
}

/**
 * Gives a result to a sink unless the sink has taken it already: the answer to an earlier attempt may have been lost.
 */
async function takeOnce(sink: Sink, result: FoldResult): Promise<void> {
  if (result.nextOffset > (await sink.cursor())) await sink.take([result]);
}
