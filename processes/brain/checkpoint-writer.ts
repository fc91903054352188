import type { SavedCheckpoint } from '../../model/documents-batch.ts';
import { type TimeSlicing, timeSlicedStringify } from '../../model/time-sliced-stringify.ts';

/** A checkpoint about to be saved: plain data that nobody changes any more. */
interface Checkpoint {
  readonly nextOffset: number;
  readonly cityTime: number;
  readonly folds: Readonly<Record<string, unknown>>;
}

/** Saves checkpoints of the live fold, and says from where on the journal is needed. */
export interface CheckpointWriter {
  /** Made a few milliseconds at a time; resolves with the milliseconds of work that it took. */
  save(checkpoint: Checkpoint): Promise<number>;
  /** At once, for the end. */
  saveNow(checkpoint: Checkpoint): void;
  /** Why the last one could not be saved; null when it was. */
  readonly trouble: string | null;
}

export function createCheckpointWriter(options: {
  readonly documents: {
    saveFolds(saved: SavedCheckpoint): void;
    checkpoints(): readonly { readonly nextOffset: number }[];
  };
  /** Offsets that sinks have reached; `holds`: the journal is kept for them, too. */
  readonly needs: () => readonly { readonly nextOffset: number; readonly holds: boolean }[];
  readonly onKeptFrom: (offset: number) => void;
  readonly slicing: TimeSlicing;
  /** Aborted: a checkpoint under way is given up. */
  readonly signal: AbortSignal;
}): CheckpointWriter {
  const { documents, needs, onKeptFrom, slicing, signal } = options;
  let trouble: string | null = null;

  function put({ nextOffset, cityTime }: Checkpoint, text: string): void {
    const needed = needs();
    try {
      documents.saveFolds({ nextOffset, cityTime, text, keepFor: needed.map((need) => need.nextOffset) });
      trouble = null;
    } catch (error) {
      // The one before stays: a start folds a longer stretch again, and the journal is kept for it.
      trouble = `a checkpoint could not be saved: ${error instanceof Error ? error.message : String(error)}`;
      return;
    }
    const holding = needed.filter(({ holds }) => holds).map((need) => need.nextOffset);
    onKeptFrom(keptFrom(documents.checkpoints(), holding));
  }

  return {
    async save(checkpoint) {
      const { text, millis } = await timeSlicedStringify(checkpoint.folds, slicing);
      if (signal.aborted) return millis;
      const since = slicing.now();
      put(checkpoint, text);
      return millis + slicing.now() - since;
    },
    saveNow: (checkpoint) => put(checkpoint, JSON.stringify(checkpoint.folds)),
    get trouble() {
      return trouble;
    },
  };
}

/**
 * Offset from which on the journal is needed: by the older of the two newest checkpoints, for the newest may not load, and by each sink
 * that lags, from the checkpoint from which it would be fed.
 */
export function keptFrom(newestFirst: readonly { readonly nextOffset: number }[], needs: readonly number[]): number {
  const offsets = newestFirst.map(({ nextOffset }) => nextOffset);
  const fallback = offsets[1] ?? offsets[0] ?? 0;
  return Math.min(fallback, ...needs.map((need) => offsets.find((offset) => offset <= need) ?? 0));
}
