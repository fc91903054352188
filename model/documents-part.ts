import type { Alert } from './alert.ts';
import type { Unmapped } from './fold.ts';
import type { LedgerEntry } from './ledger.ts';
import type { Rejected } from './rejected.ts';
import type { ZoneState } from './state.ts';

/** What a stretch of the journal leaves in the documents. Written in one transaction, with the offset up to which it reaches. */
export interface DocumentsPart {
  readonly nextOffset: number;
  readonly cityTime: number;
  readonly alerts: readonly Alert[];
  readonly rejected: readonly Rejected[];
  readonly unmapped: readonly Unmapped[];
  readonly ledger: readonly LedgerEntry[];
  readonly states: readonly ZoneState[];
}

/** A checkpoint: the state of all folds at a place in the journal, as JSON. */
export interface SavedFolds {
  readonly nextOffset: number;
  readonly cityTime: number;
  readonly text: string;
  /** Journal offsets of sinks that lag: for each, the newest checkpoint at or before it is kept, so that a fold can go on from there. */
  readonly keepFor: readonly number[];
}
