import type { Alert } from '../../model/alert.ts';
import type { DocumentsBatch, SavedCheckpoint } from '../../model/documents-batch.ts';
import type { Unmapped } from '../../model/fold.ts';
import type { LedgerEntry } from '../../model/ledger.ts';
import type { Property } from '../../model/property.ts';
import type { Rejected, RejectReason } from '../../model/rejected.ts';
import type { ZoneState } from '../../model/state.ts';

/** Where to go on: the journal offset at which the folds' state was saved, and that state. */
interface Checkpoint {
  readonly nextOffset: number;
  readonly cityTime: number;
  /** Throws when it is not what was written. */
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

/** What the brain keeps beside the series store: one file, in step with the journal. */
export interface Documents {
  /** Where to go on after a start, the newest first; none: from the beginning of the journal. */
  checkpoints(): readonly Checkpoint[];
  /** How far what is shown here reaches: the documents' own cursor in the journal. */
  committed(): { readonly nextOffset: number; readonly cityTime: number } | null;
  /** All of it or nothing. Throws a RangeError when it would go back behind what is shown. */
  commit(part: DocumentsBatch): void;
  /** A checkpoint, wherever what is shown reaches. Later ones are forgotten, and older ones that nobody needs. */
  saveFolds(saved: SavedCheckpoint): void;
  /** Newest first. `active` is open or acknowledged. */
  alerts(filter: { readonly status: 'active' | 'all'; readonly limit: number }): readonly Alert[];
  alert(alertId: string): Alert | null;
  /** The alert as JSON, byte for byte as `JSON.stringify` gave it. */
  alertText(alertId: string): string | null;
  /** Newest first. An offset is never cut in two: a page may hold more than `limit`. */
  rejected(filter: RejectedFilter): readonly Rejected[];
  rejectedCounts(deviceId?: string): readonly RejectedCount[];
  unmapped(deviceId?: string): readonly Unmapped[];
  ledger(deviceId?: string): readonly LedgerEntry[];
  states(filter?: { readonly zoneId?: string; readonly property?: Property }): readonly ZoneState[];
  close(): void;
}
