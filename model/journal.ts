import type { JournalBatch, JournalRecord } from './journal-record.ts';
import type { JournalDamage, JournalGap, JournalRepair, JournalReport, VerifyProgress } from './journal-report.ts';

/** An ordered, durable log of everything that entered the city, independent of the engine. Opened by `openJournal`. */
export interface Journal {
  /**
   * Opens the writer, recovering from a crash where needed. Throws a `JournalLockedError` while another process has it.
   */
  openWriter(options: JournalWriterOptions): Promise<JournalWriter>;
  /** Opens a reader, from any process. Payloads are views of a large buffer: copy one that is kept for long. */
  openReader(): JournalReader;
  /** Copies the records below `until`, also while a writer runs; null: everything, of a journal without a writer. */
  copy(options: { readonly target: string; readonly until: number | null }): Promise<void>;
  /** Recomputes all checksums and the hash chain, also while a writer runs. Corruption is reported, not thrown. */
  verify(options?: { readonly onProgress?: (progress: VerifyProgress) => void }): Promise<JournalReport>;
  /** Verifies in the background, slowly and repeatedly ("scrubbing"). */
  watch(options: JournalWatchOptions): JournalWatch;
  /** Ranges of offsets known to be missing, in order: deleted by retention, or lost to corruption. */
  gaps(): Promise<readonly JournalGap[]>;
  /** Size on disk in bytes. */
  bytes(): Promise<number>;
  /** Takes the writer lock; the returned function releases it. Throws a `JournalLockedError` while a process writes. */
  lock(wallNow: number): () => void;
  /** Moves corrupt bytes into quarantine files; all intact records remain. Call it only while holding `lock`. */
  quarantineDamage(options?: { readonly onProgress?: (progress: VerifyProgress) => void }): Promise<JournalRepair>;
}

/** Options of a journal writer. */
export interface JournalWriterOptions {
  /** Wall clock in milliseconds; only written into the lock file, for operators. */
  readonly wallNow: () => number;
  /** Size at which a segment is closed, so that it can be compressed and deleted; absent: the engine's default. */
  readonly segmentBytes?: number;
  /** How long publications, ticks and presence records are kept; absent: nothing is ever deleted. */
  readonly retention?: {
    /** Age in city time, relative to the newest record. */
    readonly maxAgeDays: number;
    /** Maximum share (0 to 1) of the file system's size for these records. */
    readonly maxDiskShare: number;
  };
  /**
   * Used share of the disk (0 to 1, by any files) at which appends are refused; absent: only when the disk is full.
   */
  readonly stopDiskShare?: number;
  /** Called with a sentence for each incomplete commit or corrupt range that opening the writer quarantined. */
  readonly onQuarantine?: (detail: string) => void;
  /**
   * Called when the file being written was removed, replaced or truncated from outside. `isLoss`: acknowledged records
   * were lost.
   */
  readonly onDisturbed?: (found: { readonly detail: string; readonly isLoss: boolean }) => void;
}

/** The writer: exactly one per journal, ensured by a lock. */
export interface JournalWriter {
  /**
   * Resolves with the offset of the first of the records once all of them are durable. One call is one commit, and
   * waits for those before it: whoever has many records gathers them. Rejects with a `JournalFullError` while there is
   * no room; nothing of the call is then in the journal. A call with an amendment is taken past `stopDiskShare` as
   * well: it may be what lets old messages be cut.
   */
  append(records: readonly JournalRecord[]): Promise<number>;
  /** The offset that the next record will get; all records below it are durable. */
  readonly durableOffset: number;
  /** Calls `listener` after each commit with the new durable offset. Returns a function that unsubscribes. */
  onDurable(listener: (durableOffset: number) => void): () => void;
  /** City time of the newest record; null: the journal is empty. */
  readonly lastReceivedAt: number | null;
  /** Offset at which the last commit before the opening began; null: the journal was empty. */
  readonly lastCommitOffset: number | null;
  /** Acknowledged records that were lost since the writer was opened, as a sentence for an operator; null: none. */
  readonly lossDetail: string | null;
  /**
   * Deletes what the retention rules allow, but nothing at or after `keepFrom` (the position of the slowest fold).
   * Returns the first offset that remains.
   */
  retain(keepFrom: number): Promise<number>;
  /**
   * End of the oldest stretch that the last `retain` would have cut, had `keepFrom` not kept it; null where there is
   * none.
   */
  readonly heldUntil: number | null;
  health(): JournalHealth;
  close(): Promise<void>;
}

/** Whether the journal accepts records, and if not, why. */
export interface JournalHealth {
  readonly isWritable: boolean;
  readonly detail: string;
  readonly bytes: number;
  readonly segments: number;
  /** Used share of the disk, 0 to 1; null: not known. */
  readonly usedShare: number | null;
  /** Why the used share is not known; null or absent while it is. */
  readonly diskTrouble?: string | null;
}

/** Options of one read. */
export interface JournalReadOptions {
  readonly from: number;
  readonly until: number;
  readonly maxRecords?: number;
  /**
   * Whether `until` is known to be durable: then the read throws at its end where records below `until` are missing
   * without having been deleted by retention or recorded as lost.
   */
  readonly isDurable?: boolean;
  /** `lasting`: only actions, configuration and amendments, which are never deleted; no other segment is read. */
  readonly kinds?: 'all' | 'lasting';
}

/** A reader: any number of them, in any process. */
export interface JournalReader {
  /**
   * Records in [from, until) in order, at most `maxRecords` a batch. Skips ranges that retention deleted. Throws a
   * `JournalCorruptError` on corruption.
   */
  read(options: JournalReadOptions): AsyncIterable<JournalBatch>;
  /** First offset from which no record has been deleted; lasting records below it are still available. */
  firstOffset(): Promise<number>;
  close(): Promise<void>;
}

/** Options of the verification in the background. */
export interface JournalWatchOptions {
  /** The durable offset of the running writer. */
  readonly durableOffset: () => number;
  /** Monotonic clock, milliseconds. */
  readonly now: () => number;
  readonly wait: (millis: number) => Promise<void>;
  /** Called once for each corrupt place found. */
  readonly onDamage: (damage: JournalDamage) => void;
  /** Called when the verification itself fails; until it succeeds, `isSound` is false. */
  readonly onFault: (error: unknown) => void;
}

/** The state of the verification in the background. */
export interface JournalWatch {
  readonly isSound: boolean;
  /** For the readiness report: its progress, or what is wrong and what to do. */
  readonly detail: string;
  readonly checkedSegments: number;
  readonly damagedPlaces: number;
  /** Number of records lost to corruption that was quarantined. */
  readonly lostRecords: number;
  stop(): void;
}

/**
 * The disk is full: the append is refused without an acknowledgement, so that the device keeps and resends its message.
 */
export class JournalFullError extends Error {
  override readonly name = 'JournalFullError';
}
