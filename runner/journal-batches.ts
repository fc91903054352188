import type { JournalReader } from '../model/journal.ts';
import type { JournalBatch } from '../model/journal-record.ts';

/** How far the journal is durable, and when that moves. */
export interface DurableOffset {
  readonly durableOffset: number;
  onDurable(listener: (durableOffset: number) => void): () => void;
}

/**
 * The journal from `from` on, without end, batch by batch, never past the durable offset. `between` runs before each batch is
 * handed out and whenever the reader has caught up: the place for checkpoints; `onHandOut` is told where each batch ends.
 * Ends when `signal` is aborted.
 */
export async function* journalBatches(options: {
  readonly reader: JournalReader;
  readonly durable: DurableOffset;
  readonly from: number;
  readonly maxRecords: number;
  readonly between: (isCaughtUp: boolean) => Promise<void>;
  readonly onHandOut: (nextOffset: number) => void;
  readonly signal: AbortSignal;
}): AsyncGenerator<JournalBatch> {
  const { reader, durable, maxRecords, between, onHandOut, signal } = options;
  let from = options.from;
  while (!signal.aborted) {
    const until = durable.durableOffset;
    if (from >= until) {
      await between(true);
      if (from >= durable.durableOffset) await durableMoves(durable, from, signal);
      continue;
    }
    for await (const batch of reader.read({ from, until, maxRecords })) {
      if (signal.aborted) return;
      await between(false);
      onHandOut(batch.nextOffset);
      yield batch;
      from = batch.nextOffset;
    }
    // A stretch that retention cut has no records at its end.
    from = Math.max(from, until);
  }
}

function durableMoves(durable: DurableOffset, from: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      stop();
      signal.removeEventListener('abort', end);
      resolve();
    };
    const stop = durable.onDurable((offset) => offset > from && end());
    signal.addEventListener('abort', end);
    if (signal.aborted || durable.durableOffset > from) end();
  });
}
