import type { Fold } from '../model/fold.ts';
import type { MissingOffsets } from './missing-offsets.ts';

/** Where a fold goes on from. */
export interface StartingPoint {
  readonly nextOffset: number;
  readonly cityTime: number | null;
}

const FROM_THE_START: StartingPoint = { nextOffset: 0, cityTime: null };

/**
 * Puts the folds where the newest checkpoint left them that can be used: one that does not load is set aside, and so is one that
 * counts rows as stored which the store has lost. From the start of the journal when there is none. `missing`: what the fold of that
 * checkpoint had gone over.
 */
export function restoreFolds<F extends Fold>(options: {
  /** The newest first; `folds` throws when it is not what was written. */
  readonly checkpoints: readonly {
    readonly nextOffset: number;
    readonly cityTime: number;
    readonly folds: () => Readonly<Record<string, unknown>>;
  }[];
  /** Journal offset up to which the store has rows; null for a store without a cursor. */
  readonly storeCursor: number | null;
  readonly makeFold: () => F;
  readonly onSetAside: (why: string) => void;
}): { readonly fold: F; readonly from: StartingPoint; readonly missing: readonly MissingOffsets[] } {
  const { checkpoints, storeCursor, makeFold, onSetAside } = options;
  for (const { nextOffset, cityTime, folds } of checkpoints) {
    if (storeCursor !== null && storeCursor < nextOffset) {
      onSetAside(`the store has rows up to ${storeCursor} only, the checkpoint is at ${nextOffset}`);
      continue;
    }
    // What failed half way through a restore is not used again.
    const fold = makeFold();
    try {
      const { pipeline, missing = [] } = folds();
      fold.restore(pipeline);
      return { fold, from: { nextOffset, cityTime }, missing: missing as readonly MissingOffsets[] };
    } catch (error) {
      onSetAside(`the checkpoint at ${nextOffset} does not load: ${(error as Error).message}`);
    }
  }
  return { fold: makeFold(), from: FROM_THE_START, missing: [] };
}
