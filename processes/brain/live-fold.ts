import type { CityFold } from '../../fold/city-fold.ts';
import type { DurableOffset } from '../../fold/journal-batches.ts';
import type { MissingOffsets } from '../../fold/missing-offsets.ts';
import type { StartingPoint } from '../../fold/restore-folds.ts';
import { type FoldRun, runFold } from '../../fold/run-fold.ts';
import { journalSource } from '../../ingest/journal-source.ts';
import type { FoldResult } from '../../model/fold.ts';
import type { JournalReader } from '../../model/journal.ts';
import type { After } from '../../model/timers.ts';
import type { CheckpointWriter } from './checkpoint-writer.ts';

const MAX_RECORDS_A_BATCH = 5_000;

/** Starts the fold on the live journal; checkpoints are written while it runs and once at its end. */
export function startLiveFold(options: {
  readonly fold: CityFold;
  readonly from: StartingPoint;
  readonly missing: readonly MissingOffsets[];
  readonly seriesReached: () => number;
  readonly reader: JournalReader;
  readonly durable: DurableOffset;
  readonly checkpoints: CheckpointWriter;
  readonly onResult: (result: FoldResult) => void;
  readonly onLive: (nextOffset: number, cityTime: number) => void;
  readonly room: () => Promise<void>;
  readonly now: () => number;
  readonly after: After;
}): FoldRun {
  const { fold, missing, seriesReached, checkpoints } = options;
  return runFold({
    ...options,
    maxRecords: MAX_RECORDS_A_BATCH,
    fold: (batches) => journalSource(batches, fold.pipeline.operator),
    checkpoint(nextOffset, cityTime, isLast) {
      const checkpoint = {
        nextOffset,
        cityTime,
        folds: { pipeline: fold.snapshot(), missing, seriesReached: seriesReached() },
      };
      if (!isLast) return checkpoints.save(checkpoint);
      checkpoints.saveNow(checkpoint);
      return null;
    },
  });
}
