import type { JournalReader } from '../model/journal.ts';
import type { JournalBatch } from '../model/journal-record.ts';

/** How far the journal is durable, and when that moves. */
export interface DurableOffset {
  readonly durableOffset: number;
  onDurable(listener: (durableOffset: number) => void): () => void;
}

/** The journal from `from` on, without end, batch by batch, never past the durable offset; ends when `signal` is aborted. */
export async function* journalBatches(options: {
  readonly reader: JournalReader;
  readonly durable: DurableOffset;
  readonly from: number;
  readonly maxRecords: number;
  readonly signal: AbortSignal;
}): AsyncGenerator<JournalBatch> {
  const { reader, durable, maxRecords, signal } = options;
  let from = options.from;
  while (!signal.aborted) {
    const until = durable.durableOffset;
    if (from >= until) {
      await durableMoves(durable, from, signal);
      continue;
    }
    for await (const batch of reader.read({ from, until, maxRecords })) {
      if (signal.aborted) return;
      yield batch;
    }
    // A stretch that retention cut has no records at its end.
    from = until;
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
