import type { Alert } from './alert.ts';
import type { EvidenceRecord } from './evidence.ts';
import type { Unmapped } from './fold.ts';
import type { LedgerEntry } from './ledger.ts';
import type { Rejected } from './rejected.ts';
import type { ZoneState } from './state.ts';

/** What a range of the journal changes in the documents. Written in one transaction, together with its end offset. */
export interface DocumentsBatch {
  readonly nextOffset: number;
  readonly cityTime: number;
  readonly alerts: readonly Alert[];
  /** The evidence of each step of alerts. */
  readonly evidence: readonly EvidenceRecord[];
  readonly rejected: readonly Rejected[];
  readonly unmapped: readonly Unmapped[];
  readonly ledger: readonly LedgerEntry[];
  readonly states: readonly ZoneState[];
}

/** A checkpoint as the documents store keeps it: the state of all folds at a journal offset, as JSON. */
export interface SavedCheckpoint {
  readonly nextOffset: number;
  readonly cityTime: number;
  readonly text: string;
  /**
   * Cursors of lagging sinks: for each, the newest checkpoint at or before it is kept, so that a fold can resume there.
   */
  readonly keepFor: readonly number[];
}
