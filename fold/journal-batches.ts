import type { JournalReader } from '../model/journal.ts';
import type { JournalBatch } from '../model/journal-record.ts';
import type { After } from '../model/timers.ts';
import { pause } from './pause.ts';

/** How far the journal is durable, and when that moves. */
export interface DurableOffset {
  readonly durableOffset: number;
  onDurable(listener: (durableOffset: number) => void): () => void;
}

/**
 * The journal from `from` on, without end, batch by batch, never past the durable offset; ends when `signal` is aborted, and throws where
 * durable records are missing. What becomes durable within `gatherMillis` of a batch shares the next one: each has its transaction in the
 * store, however small it is. After a quiet time nothing waits.
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
      await durableMoves(durable, from, signal);
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
    // Where nothing came up to the end, the reader has made sure that retention cut it or that its loss is noted: else it throws.
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
