import type { JournalReader } from '../model/journal.ts';
import type { Journalled } from '../model/journal-record.ts';
import type { DurableOffset } from './journal-batches.ts';

/** A journal of ticks in memory: a reader and the durable offset. */
export interface TickJournal {
  readonly reader: JournalReader;
  readonly durable: DurableOffset;
  /** The ranges that were read, as `from..until`. */
  readonly asked: readonly string[];
  readonly watchers: number;
  /** Makes records durable up to (not including) `offset`. */
  growTo(offset: number): void;
  /** Deletes all records below an offset, as retention does. */
  cutBelow(offset: number): void;
  /** Loses all records from an offset: a read that knows them to be durable throws. */
  loseFrom(offset: number): void;
}

/** City time of the tick at an offset. */
export const timeAt = (offset: number): number => 1_700_000_000_000 + offset * 1000;

/** Creates a journal with more records than are durable, as on a disk during a commit. */
export function createTickJournal(durableFromTheStart: number): TickJournal {
  const listeners = new Set<(offset: number) => void>();
  const asked: string[] = [];
  let durableOffset = durableFromTheStart;
  let first = 0;
  let lostFrom = Number.POSITIVE_INFINITY;
  const tick = (offset: number): Journalled => ({ kind: 'tick', offset, receivedAt: timeAt(offset), wallAt: 0 });
  return {
    asked,
    reader: {
      async *read({ from, until, maxRecords = 1000, isDurable = false }) {
        asked.push(`${from}..${until}`);
        const end = Math.min(until, lostFrom);
        for (let start = Math.max(from, first); start < end; start += maxRecords) {
          const nextOffset = Math.min(end, start + maxRecords);
          yield { records: Array.from({ length: nextOffset - start }, (_, index) => tick(start + index)), nextOffset };
        }
        if (isDurable && end < until) throw new Error(`records ${end} to ${until - 1} are missing`);
      },
      firstOffset: async () => first,
      close: async () => {},
    },
    durable: {
      get durableOffset() {
        return durableOffset;
      },
      onDurable(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    get watchers() {
      return listeners.size;
    },
    growTo(offset) {
      durableOffset = offset;
      for (const listener of listeners) listener(offset);
    },
    cutBelow(offset) {
      first = offset;
    },
    loseFrom(offset) {
      lostFrom = offset;
    },
  };
}
