import type { Alert } from './alert.ts';
import type { Effect } from './effect.ts';
import type { Unmapped } from './fold.ts';
import type { LedgerEntry } from './ledger.ts';
import type { Rejected } from './rejected.ts';
import type { ZoneState } from './state.ts';

/** All that a stretch of the journal leads to. Written in one transaction. */
export interface DocumentsPart {
  readonly nextOffset: number;
  readonly cityTime: number;
  readonly alerts: readonly Alert[];
  readonly rejected: readonly Rejected[];
  readonly unmapped: readonly Unmapped[];
  readonly ledger: readonly LedgerEntry[];
  readonly states: readonly ZoneState[];
  /** The state of all folds at `nextOffset`. Left out, the newest checkpoint stays the last one, and this part is folded again after a restart. */
  readonly folds?: Readonly<Record<string, unknown>>;
  readonly outbox: { readonly add: readonly Effect[]; readonly remove: readonly string[] };
}

/** The state of all folds at a place in the journal, as JSON. */
export interface SavedFolds {
  readonly nextOffset: number;
  readonly cityTime: number;
  readonly text: string;
  /** What `doneMark` said when the fold stood there: no effect before it can be asked for again. Null: all may be. */
  readonly doneMark: number | null;
}
