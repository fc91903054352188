import type { Alert } from '../../model/alert.ts';
import type { AlertFilter } from '../../model/alert-filter.ts';
import type { DocumentsBatch, SavedCheckpoint } from '../../model/documents-batch.ts';
import type { Evidence } from '../../model/evidence.ts';
import type { Unmapped } from '../../model/fold.ts';
import type { LedgerEntry } from '../../model/ledger.ts';
import type { Property } from '../../model/property.ts';
import type { Rejected, RejectReason } from '../../model/rejected.ts';
import type { ZoneState } from '../../model/state.ts';

/** A checkpoint: a journal offset, the city time there, and the state of the folds. */
interface Checkpoint {
  readonly nextOffset: number;
  readonly cityTime: number;
  /** Parses the state; throws when its checksum is wrong. */
  folds(): Readonly<Record<string, unknown>>;
}

export interface RejectedFilter {
  readonly deviceId?: string;
  readonly reason?: RejectReason;
  /** Journal offset, exclusive. */
  readonly before?: number;
  readonly limit: number;
}

/** How often something was set aside since the city began; unlike the list, this is not cut. */
export interface RejectedCount {
  readonly deviceId: string;
  readonly reason: RejectReason;
  readonly count: number;
}

/** The documents of the brain: alerts, ledger, zone states, rejected messages and checkpoints, in one SQLite file. */
export interface Documents {
  /**
   * The checkpoints from which a start can continue, newest first; without any it begins at the start of the journal.
   */
  checkpoints(): readonly Checkpoint[];
  /** The cursor of the documents: everything below this journal offset is committed. Null for a new file. */
  committed(): { readonly nextOffset: number; readonly cityTime: number } | null;
  /** Writes a batch in one transaction. Throws a RangeError when it ends before the cursor. */
  commit(part: DocumentsBatch): void;
  /** Saves a checkpoint, independent of the cursor. Deletes later checkpoints, and older ones that nothing needs. */
  saveFolds(saved: SavedCheckpoint): void;
  /** Newest first. */
  alerts(filter: AlertFilter): readonly Alert[];
  alert(alertId: string): Alert | null;
  /** The alert as JSON, byte for byte as `JSON.stringify` gave it. */
  alertText(alertId: string): string | null;
  /** The evidence of one step of an alert, under the hash in its history; null: there is none. */
  evidence(alertId: string, hash: string): Evidence | null;
  /** Newest first. Entries of one offset are always on one page, so that a page may have more than `limit`. */
  rejected(filter: RejectedFilter): readonly Rejected[];
  rejectedCounts(deviceId?: string): readonly RejectedCount[];
  unmapped(deviceId?: string): readonly Unmapped[];
  ledger(deviceId?: string): readonly LedgerEntry[];
  states(filter?: { readonly zoneId?: string; readonly property?: Property }): readonly ZoneState[];
  close(): void;
}
