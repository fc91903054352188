import type { Fold } from '../model/fold.ts';

/** Where a fold goes on from. */
export interface StartingPoint {
  readonly nextOffset: number;
  readonly cityTime: number | null;
}

const FROM_THE_START: StartingPoint = { nextOffset: 0, cityTime: null };

/**
 * Puts the folds where the last checkpoint left them. From the start of the journal instead when there is no checkpoint, when it does not
 * load, or when the store has lost rows that the checkpoint counts as stored.
 */
export function restoreFolds<F extends Fold>(options: {
  readonly checkpoint: {
    readonly nextOffset: number;
    readonly cityTime: number;
    readonly folds: Readonly<Record<string, unknown>>;
  } | null;
  /** Journal offset up to which the store has rows; null for a store without a cursor. */
  readonly storeCursor: number | null;
  readonly makeFold: () => F;
  readonly onSetAside: (why: string) => void;
}): { readonly fold: F; readonly from: StartingPoint } {
  const { checkpoint, storeCursor, makeFold, onSetAside } = options;
  if (checkpoint === null) return { fold: makeFold(), from: FROM_THE_START };
  if (storeCursor !== null && storeCursor < checkpoint.nextOffset) {
    onSetAside(`the store has rows up to ${storeCursor} only, the checkpoint is at ${checkpoint.nextOffset}`);
    return { fold: makeFold(), from: FROM_THE_START };
  }
  const fold = makeFold();
  try {
    fold.restore(checkpoint.folds['pipeline']);
    return { fold, from: checkpoint };
  } catch (error) {
    onSetAside(`the checkpoint at ${checkpoint.nextOffset} does not load: ${(error as Error).message}`);
    return { fold: makeFold(), from: FROM_THE_START };
  }
}
