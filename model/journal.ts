import type { JournalBatch, JournalRecord } from './journal-record.ts';

/** The writing end: exactly one per journal, held by a lock. */
export interface JournalWriter {
  /**
   * Resolves with the offset of the first of the records once all of them are durable (group commit).
   * Rejects with a `JournalFullError` while there is no room; nothing of the call is then in the journal.
   */
  append(records: readonly JournalRecord[]): Promise<number>;
  /** The offset that the next record will get; everything below is durable. */
  readonly durableOffset: number;
  /** Called after each commit with the new durable offset. Returns a function that ends the watch. */
  onDurable(listener: (durableOffset: number) => void): () => void;
  /** City time of the newest record, or null in an empty journal. */
  readonly lastReceivedAt: number | null;
  /** Cuts what the retention rules allow, never at or past `keepFrom` (the slowest fold). Returns the first offset still there. */
  retain(keepFrom: number): Promise<number>;
  health(): JournalHealth;
  close(): Promise<void>;
}

/** Whether the journal takes records, and why not. */
export interface JournalHealth {
  readonly isWritable: boolean;
  readonly detail: string;
  readonly bytes: number;
  readonly segments: number;
  /** How full the disk is, 0 to 1, filled by whomever; null when not known. */
  readonly usedShare: number | null;
}

/** The reading end: any number, in any process. */
export interface JournalReader {
  /** Records from `from` up to (not including) `until`, in order, at most `maxRecords` a batch; ends when `until` is reached. Skips what retention cut. */
  read(options: {
    readonly from: number;
    readonly until: number;
    readonly maxRecords?: number;
    /** `until` was announced as durable: where records below it are missing, and neither cut nor noted as lost, the read throws at its end. */
    readonly isDurable?: boolean;
  }): AsyncIterable<JournalBatch>;
  /** First offset that is still there. */
  firstOffset(): Promise<number>;
  close(): Promise<void>;
}

/** There is no room for more: the device keeps its message, and the gateway says why. */
export class JournalFullError extends Error {
  override readonly name = 'JournalFullError';
}
