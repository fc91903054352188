import type { Fold } from '../model/fold.ts';
import type { MissingOffsets } from './missing-offsets.ts';

/** The journal offset at which a fold resumes, with its city time (milliseconds since 1970, UTC; null at the start). */
export interface StartingPoint {
  readonly nextOffset: number;
  readonly cityTime: number | null;
}

/** A checkpoint: the state of the folds at a journal offset. */
export interface SavedFold {
  readonly nextOffset: number;
  readonly cityTime: number;
  /** Reads the state; throws when its bytes are not those that were written. */
  readonly folds: () => Readonly<Record<string, unknown>>;
}

const FROM_THE_START: StartingPoint = { nextOffset: 0, cityTime: null };

/**
 * Restores a fold from the newest checkpoint that loads; without one, it begins at the start of the journal. `missing`:
 * the ranges that the fold of the checkpoint had skipped.
 */
export function restoreFolds<F extends Fold>(options: {
  /** The newest first. */
  readonly checkpoints: readonly SavedFold[];
  readonly makeFold: () => F;
  /** Called for each checkpoint that does not load. */
  readonly onUnusableCheckpoint: (why: string) => void;
}): {
  readonly fold: F;
  readonly from: StartingPoint;
  readonly missing: readonly MissingOffsets[];
  readonly seriesReached: number;
} {
  const { checkpoints, makeFold, onUnusableCheckpoint } = options;
  for (const { nextOffset, cityTime, folds } of checkpoints) {
    // A new fold for each attempt: one whose restore failed is in an undefined state.
    const fold = makeFold();
    try {
      const { pipeline, missing = [], seriesReached = 0 } = folds();
      fold.restore(pipeline);
      return {
        fold,
        from: { nextOffset, cityTime },
        missing: missing as readonly MissingOffsets[],
        seriesReached: seriesReached as number,
      };
    } catch (error) {
      onUnusableCheckpoint(`the checkpoint at ${nextOffset} does not load: ${(error as Error).message}`);
    }
  }
  return { fold: makeFold(), from: FROM_THE_START, missing: [], seriesReached: 0 };
}
