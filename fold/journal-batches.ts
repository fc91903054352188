import type { JournalReader } from '../model/journal.ts';
import type { JournalBatch } from '../model/journal-record.ts';
import type { After } from '../model/timers.ts';
import { pause } from './pause.ts';

/** The durable offset of the journal, with a subscription to its changes. */
export interface DurableOffset {
  readonly durableOffset: number;
  onDurable(listener: (durableOffset: number) => void): () => void;
}

/**
 * Follows the journal from offset `from`, batch by batch, up to the durable offset; ends when `signal` is aborted.
 * Throws where durable records are missing. A batch is begun at the earliest `gatherMillis` after the last one, so that
 * records share a batch, because each batch costs a transaction in the store. After an idle time there is no delay.
 */
export async function* journalBatches(options: {
  readonly reader: JournalReader;
  readonly durable: DurableOffset;
  readonly from: number;
  readonly maxRecords: number;
  readonly gatherMillis: number;
  readonly now: () => number;
  readonly after: After;
  readonly signal: AbortSignal;
}): AsyncGenerator<JournalBatch> {
  const { reader, durable, maxRecords, gatherMillis, now, after, signal } = options;
  let from = options.from;
  let begunAt = Number.NEGATIVE_INFINITY;
  while (!signal.aborted) {
    const until = durable.durableOffset;
    if (from >= until) {
      await durableAdvances(durable, from, signal);
      continue;
    }
    const restMillis = begunAt + gatherMillis - now();
    if (restMillis > 0 && until - from < maxRecords) {
      await pause(restMillis, after, signal);
      continue;
    }
    begunAt = now();
    for await (const batch of reader.read({ from, until, maxRecords, isDurable: true })) {
      if (signal.aborted) return;
      yield batch;
    }
    // If no records followed, they were deleted by retention or are recorded as lost: otherwise the reader throws.
    from = until;
  }
}

function durableAdvances(durable: DurableOffset, from: number, signal: AbortSignal): Promise<void> {
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
