import type { JournalBatch, JournalRecord } from './journal-record.ts';
import type { JournalDamage, JournalGap, JournalRepair, JournalReport, VerifyProgress } from './journal-report.ts';

/** One ordered, durable record of all that entered, whatever engine keeps it. Opened by `openJournal`. */
export interface Journal {
  /** Opens the writing end, after a crash as after a good end. Throws a `JournalLockedError` while another process has it. */
  openWriter(options: JournalWriterOptions): Promise<JournalWriter>;
  /** Opens a reading end, from any process. Payloads share memory with what was read: copy one that is kept for long. */
  openReader(): JournalReader;
  /** Copies what is below `until`, beside a running writer; null: all of a journal that nobody writes. */
  copy(options: { readonly target: string; readonly until: number | null }): Promise<void>;
  /** Recomputes every checksum and every link of the chain, beside a running writer too. Damage is a finding, not an error. */
  verify(options?: { readonly onProgress?: (progress: VerifyProgress) => void }): Promise<JournalReport>;
  /** Verifies in the background, slowly and over and over. */
  watch(options: JournalWatchOptions): JournalWatch;
  /** Stretches of offsets of which it is known that no record is there: cut by retention, or lost; in order. */
  gaps(): Promise<readonly JournalGap[]>;
  /** Bytes that it takes on the disk. */
  bytes(): Promise<number>;
  /** Keeps every writer out until the answer is called. Throws a `JournalLockedError` while a process writes. */
  lock(wallNow: number): () => void;
  /** Takes damaged bytes out and keeps them aside; every sound record stays. Only under `lock`. */
  setDamageAside(options?: { readonly onProgress?: (progress: VerifyProgress) => void }): Promise<JournalRepair>;
}

/** How a journal is written. */
export interface JournalWriterOptions {
  /** Wall clock; only stamps the lock, for people. */
  readonly wallNow: () => number;
  /** Size at which a piece of storage is closed, so that it can be compressed and cut; absent: the engine's. */
  readonly segmentBytes?: number;
  /** Shortest time between two commits; 0 by default. */
  readonly minimumCommitMillis?: number;
  /** How long publications, ticks and presence are kept; absent: nothing is ever cut. */
  readonly retention?: {
    /** By city time, against the newest record. */
    readonly maxAgeDays: number;
    /** Share of the file system's size (0 to 1) that what ages may take. */
    readonly maxDiskShare: number;
  };
  /** Share of the disk (0 to 1), filled by whomever, from which on nothing is taken; absent: until there is no byte left. */
  readonly stopDiskShare?: number;
  /** Told, one sentence each, what the opening had to move aside: half a commit, or damage. */
  readonly onSetAside?: (detail: string) => void;
  /** Told when somebody else has removed, replaced or shortened what is being written; `isLoss`: acknowledged records are gone. */
  readonly onDisturbed?: (found: { readonly detail: string; readonly isLoss: boolean }) => void;
}

/** The writing end: exactly one per journal, held by a lock. */
export interface JournalWriter {
  /**
   * Resolves with the offset of the first of the records once all of them are durable (group commit).
   * Rejects with a `JournalFullError` while there is no room; nothing of the call is then in the journal. An amendment, and what
   * shares its commit, is taken past `stopDiskShare` as well: it may be what lets old messages be cut.
   */
  append(records: readonly JournalRecord[]): Promise<number>;
  /** The offset that the next record will get; everything below is durable. */
  readonly durableOffset: number;
  /** Called after each commit with the new durable offset. Returns a function that ends the watch. */
  onDurable(listener: (durableOffset: number) => void): () => void;
  /** City time of the newest record, or null in an empty journal. */
  readonly lastReceivedAt: number | null;
  /** Acknowledged records that somebody took away since it was opened, in a sentence for people; null when there are none. */
  readonly lossDetail: string | null;
  /** Cuts what the retention rules allow, never at or past `keepFrom` (the slowest fold). Returns the first offset still there. */
  retain(keepFrom: number): Promise<number>;
  /** End of the oldest stretch that the last `retain` would have cut, had `keepFrom` not kept it; null where there is none. */
  readonly heldUntil: number | null;
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
  /** Why it cannot be told how full the disk is; null or left out while it can. */
  readonly diskTrouble?: string | null;
}

/** What a reader is asked for. */
export interface JournalReadOptions {
  readonly from: number;
  readonly until: number;
  readonly maxRecords?: number;
  /** `until` was announced as durable: where records below it are missing, and neither cut nor noted as lost, the read throws at its end. */
  readonly isDurable?: boolean;
  /** `lasting`: only actions and configuration, which are kept for ever, without touching the rest. */
  readonly kinds?: 'all' | 'lasting';
}

/** The reading end: any number, in any process. */
export interface JournalReader {
  /**
   * Records from `from` up to (not including) `until`, in order, at most `maxRecords` a batch; ends when `until` is reached. Skips what
   * retention cut. Throws a `JournalCorruptError` on damage.
   */
  read(options: JournalReadOptions): AsyncIterable<JournalBatch>;
  /** First offset from which on nothing has been cut; single actions and configuration are there below it, too. */
  firstOffset(): Promise<number>;
  close(): Promise<void>;
}

/** How the verification in the background is run. */
export interface JournalWatchOptions {
  /** Of the writer at work. */
  readonly durableOffset: () => number;
  /** Monotonic, milliseconds. */
  readonly now: () => number;
  readonly wait: (millis: number) => Promise<void>;
  /** Told once of each place that is found damaged. */
  readonly onDamage: (damage: JournalDamage) => void;
  /** Told when the verification itself cannot be done; until it can, the journal does not count as sound. */
  readonly onFault: (error: unknown) => void;
}

/** What the verification in the background has found so far. */
export interface JournalWatch {
  readonly isSound: boolean;
  /** For readiness: how far it is, or what is wrong and what to do. */
  readonly detail: string;
  readonly checkedSegments: number;
  readonly damagedPlaces: number;
  /** Records that were lost to damage and set aside. */
  readonly lostRecords: number;
  stop(): void;
}

/** There is no room for more: the device keeps its message, and the gateway says why. */
export class JournalFullError extends Error {
  override readonly name = 'JournalFullError';
}
