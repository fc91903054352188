import { createCheckpointMarks } from '../../fold/checkpoint-marks.ts';
import type { GatewayClient } from '../../ipc/gateway-client.ts';
import type { SavedCheckpoint } from '../../model/documents-batch.ts';
import type { JournalReader } from '../../model/journal.ts';
import { type TimeSlicing, timeSlicedStringify } from '../../model/time-sliced-stringify.ts';

/** A checkpoint to be saved: plain data that is not changed any more. Times in milliseconds since 1970. */
interface Checkpoint {
  readonly nextOffset: number;
  readonly cityTime: number;
  readonly folds: Readonly<Record<string, unknown>>;
}

/**
 * Saves checkpoints of the live fold, and reports from which offset on the journal is still needed. A few are kept over
 * the whole length of the journal, which is not kept for them: an amendment of a journal that was cut is applied from
 * one of them.
 */
export interface CheckpointWriter {
  /** Serialises it in time slices, so that the fold goes on; resolves with the milliseconds of work that it took. */
  save(checkpoint: Checkpoint): Promise<number>;
  /** Saves it synchronously; for the last checkpoint before the process ends. */
  saveNow(checkpoint: Checkpoint): void;
  /** Why the last checkpoint could not be saved; null when it was. */
  readonly trouble: string | null;
}

/** Creates the writer; nothing is saved before `save` is called. */
export function createCheckpointWriter(options: {
  readonly documents: {
    saveFolds(saved: SavedCheckpoint): void;
    checkpoints(): readonly { readonly nextOffset: number }[];
  };
  /** Offsets that the sinks have reached; `holds`: retention waits for the sink. */
  readonly needs: () => readonly { readonly nextOffset: number; readonly holds: boolean }[];
  readonly gateway: Pick<GatewayClient, 'reportFolded'>;
  readonly reader: Pick<JournalReader, 'firstOffset'>;
  readonly slicing: TimeSlicing;
  /** Aborted: a checkpoint that is being written is discarded. */
  readonly signal: AbortSignal;
}): CheckpointWriter {
  const { documents, needs, gateway, reader, slicing, signal } = options;
  const marks = createCheckpointMarks(documents.checkpoints().map(({ nextOffset }) => nextOffset));
  let trouble: string | null = null;

  function put({ nextOffset, cityTime }: Checkpoint, text: string): void {
    const needed = needs();
    marks.add(nextOffset);
    const keepFor = [...needed.map((need) => need.nextOffset), ...marks.all];
    try {
      documents.saveFolds({ nextOffset, cityTime, text, keepFor });
      trouble = null;
    } catch (error) {
      // The previous checkpoint stays valid: the next start folds more of the journal again, which is kept for it.
      trouble = `a checkpoint could not be saved: ${error instanceof Error ? error.message : String(error)}`;
      return;
    }
    const holding = needed.filter(({ holds }) => holds).map((need) => need.nextOffset);
    gateway.reportFolded(keptFrom(documents.checkpoints(), holding));
    // Where the folder cannot be read, the journal itself says so; the marks are only kept longer.
    reader.firstOffset().then(marks.forgetBefore, () => undefined);
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
 * Offset from which on the journal is needed: from the older of the two newest checkpoints, because the newest may turn
 * out to be unreadable; and for each sink in `needs` from the newest checkpoint before its offset, from which it would
 * be fed.
 */
export function keptFrom(newestFirst: readonly { readonly nextOffset: number }[], needs: readonly number[]): number {
  const offsets = newestFirst.map(({ nextOffset }) => nextOffset);
  const fallback = offsets[1] ?? offsets[0] ?? 0;
  return Math.min(fallback, ...needs.map((need) => offsets.find((offset) => offset <= need) ?? 0));
}
