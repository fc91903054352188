import { concatMap, lastValueFrom } from 'rxjs';
import { journalSource } from '../ingest/journal-source.ts';
import type { Fold, FoldResult } from '../model/fold.ts';
import type { JournalReader } from '../model/journal.ts';
import type { CityFold } from './city-fold.ts';
import { type MissingOffsets, missingFrom } from './missing-offsets.ts';
import { restoreFolds, type SavedFold } from './restore-folds.ts';

/** A fold beside the live one, for a sink that needs what the live fold has long handed out. */
export interface CatchUp extends Pick<Fold, 'snapshot'> {
  /** Everything below is folded. */
  readonly foldedOffset: number;
  /** Folds on to `until` exactly and hands over each result; the next one is made when `take` has resolved. */
  runUntil(until: number, take: (result: FoldResult) => Promise<void>): Promise<void>;
}

/** A thousand records are folded in about 15 ms: so long the live fold, on the same thread, may have to wait. */
const RECORDS_A_BATCH = 1_000;

/**
 * Puts a new fold at `from`: restored from the newest checkpoint at or before it that loads, and folded from there without telling
 * anybody. From the start of the journal where there is none.
 */
export async function startCatchUp(options: {
  readonly from: number;
  readonly reader: JournalReader;
  /** The newest first. */
  readonly checkpoints: readonly SavedFold[];
  readonly makeFold: () => CityFold;
  readonly onUnusableCheckpoint: (why: string) => void;
  /** Told of what the journal no longer has of what is to be folded again. */
  readonly onMissing: (missing: MissingOffsets) => void;
  readonly signal: AbortSignal;
}): Promise<CatchUp> {
  const { from, reader, makeFold, onUnusableCheckpoint, onMissing, signal } = options;
  const checkpoints = options.checkpoints.filter(({ nextOffset }) => nextOffset <= from);
  const restored = restoreFolds({ checkpoints, makeFold, onUnusableCheckpoint });
  const { fold } = restored;
  let foldedOffset = restored.from.nextOffset;
  for (const missing of missingFrom([], foldedOffset, await reader.firstOffset())) onMissing(missing);

  async function* batches(until: number) {
    for await (const batch of reader.read({
      from: foldedOffset,
      until,
      maxRecords: RECORDS_A_BATCH,
      isDurable: true,
    })) {
      signal.throwIfAborted();
      yield batch;
    }
  }

  async function runUntil(until: number, take: (result: FoldResult) => Promise<void>): Promise<void> {
    if (foldedOffset >= until) return;
    const results = journalSource(batches(until), (journal) =>
      journal.pipe(
        fold.pipeline.operator,
        concatMap(async (result) => {
          await take(result);
          foldedOffset = result.nextOffset;
        }),
        // The source counts results, and what was handed over has none of its own.
        concatMap(() => [{ nextOffset: foldedOffset }]),
      ),
    );
    await lastValueFrom(results, { defaultValue: null });
    signal.throwIfAborted();
    // Where nothing came up to the end, retention had cut it.
    foldedOffset = until;
  }

  await runUntil(from, async () => {});
  return {
    get foldedOffset() {
      return foldedOffset;
    },
    runUntil,
    snapshot: () => fold.snapshot(),
  };
}
