import type { Fold } from '../model/fold.ts';
import type { MissingOffsets } from './missing-offsets.ts';

/** Where a fold goes on from. */
export interface StartingPoint {
  readonly nextOffset: number;
  readonly cityTime: number | null;
}

/** A checkpoint: the state of the folds at a place in the journal. */
export interface SavedFold {
  readonly nextOffset: number;
  readonly cityTime: number;
  /** Throws when it is not what was written. */
  readonly folds: () => Readonly<Record<string, unknown>>;
}

const FROM_THE_START: StartingPoint = { nextOffset: 0, cityTime: null };

/**
 * Puts the folds where the newest checkpoint left them that loads. From the start of the journal when there is none. `missing`: what the fold of that
 * checkpoint had gone over.
 */
export function restoreFolds<F extends Fold>(options: {
  /** The newest first. */
  readonly checkpoints: readonly SavedFold[];
  readonly makeFold: () => F;
  readonly onUnusableCheckpoint: (why: string) => void;
}): { readonly fold: F; readonly from: StartingPoint; readonly missing: readonly MissingOffsets[] } {
  const { checkpoints, makeFold, onUnusableCheckpoint } = options;
  for (const { nextOffset, cityTime, folds } of checkpoints) {
    // What failed half way through a restore is not used again.
    const fold = makeFold();
    try {
      const { pipeline, missing = [] } = folds();
      fold.restore(pipeline);
      return { fold, from: { nextOffset, cityTime }, missing: missing as readonly MissingOffsets[] };
    } catch (error) {
      onUnusableCheckpoint(`the checkpoint at ${nextOffset} does not load: ${(error as Error).message}`);
    }
  }
  return { fold: makeFold(), from: FROM_THE_START, missing: [] };
}
