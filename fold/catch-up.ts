import { concatMap, lastValueFrom } from 'rxjs';
import { journalSource } from '../ingest/journal-source.ts';
import type { Fold, FoldResult } from '../model/fold.ts';
import type { JournalReader } from '../model/journal.ts';
import type { LedgerEntry } from '../model/ledger.ts';
import type { CityFold } from './city-fold.ts';
import { type MissingOffsets, missingFrom } from './missing-offsets.ts';
import { restoreFolds, type SavedFold } from './restore-folds.ts';

/** A separate fold that feeds one sink which is behind the live fold. */
export interface CatchUp extends Pick<Fold, 'snapshot'> {
  /** All records below this offset are folded. */
  readonly foldedOffset: number;
  /** Ranges that were deleted from the journal before this fold, or the one of its checkpoint, had read them. */
  readonly missing: readonly MissingOffsets[];
  /** Folds up to exactly `until`, and passes on each result; the next one is made when `take` has resolved. */
  runUntil(until: number, take: (result: FoldResult) => Promise<void>): Promise<void>;
  /** All accounts as of there. */
  ledger(): readonly LedgerEntry[];
}

/** A thousand records are folded in about 15 ms, for which the live fold on the same thread may have to wait. */
const RECORDS_A_BATCH = 1_000;

/**
 * Creates a fold at offset `from`: restored from the newest valid checkpoint at or before it (or begun at the start of
 * the journal), and folded from there to `from` without passing on results.
 */
export async function startCatchUp(options: {
  readonly from: number;
  readonly reader: JournalReader;
  /** The newest first. */
  readonly checkpoints: readonly SavedFold[];
  readonly makeFold: () => CityFold;
  readonly onUnusableCheckpoint: (why: string) => void;
  /** Called for each range that retention has deleted from the journal, so that it cannot be folded. */
  readonly onMissing: (missing: MissingOffsets) => void;
  readonly signal: AbortSignal;
}): Promise<CatchUp> {
  const { from, reader, makeFold, onUnusableCheckpoint, onMissing, signal } = options;
  const checkpoints = options.checkpoints.filter(({ nextOffset }) => nextOffset <= from);
  const restored = restoreFolds({ checkpoints, makeFold, onUnusableCheckpoint });
  const { fold } = restored;
  let foldedOffset = restored.from.nextOffset;
  const missing = missingFrom(restored.missing, foldedOffset, await reader.firstOffset());
  for (const range of missing.slice(restored.missing.length)) onMissing(range);

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
        // The source tracks batches in flight by the `nextOffset` of results.
        concatMap(() => [{ nextOffset: foldedOffset }]),
      ),
    );
    await lastValueFrom(results, { defaultValue: null });
    signal.throwIfAborted();
    // If there were no records up to the end, retention has deleted them.
    foldedOffset = until;
  }

  await runUntil(from, async () => {});
  return {
    get foldedOffset() {
      return foldedOffset;
    },
    missing,
    runUntil,
    snapshot: () => fold.snapshot(),
    ledger: () => fold.pipeline.ledgerNow(),
  };
}
