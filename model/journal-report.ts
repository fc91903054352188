/** A half-open range of offsets [from, until) whose records are no longer in the journal. */
export interface JournalGap {
  readonly from: number;
  readonly until: number;
}

/** Durable records that were lost to corruption, and where the corrupt bytes were quarantined. */
export interface JournalLoss extends JournalGap {
  /** What was wrong, as a sentence for an operator. */
  readonly detail: string;
  /** Name of the quarantine file in the journal's folder; null where no bytes were left. */
  readonly keptAs: string | null;
}

/** A corrupt place in the journal. */
export interface JournalDamage {
  /** Name of the segment file; empty: the end of the journal. */
  readonly segment: string;
  /** First corrupt byte and the number of bytes; for a compressed segment, in its decompressed content. */
  readonly position: number;
  readonly bytes: number;
  /** First offset that may be affected. */
  readonly offset: number;
  readonly detail: string;
  /** Ranges of offsets whose records are lost; `until` null: the end is not known. */
  readonly lost: readonly { readonly from: number; readonly until: number | null }[];
  /** Whether it is in the segment that the writer appends to. */
  readonly isNewest: boolean;
}

/** The result of verifying the whole journal. */
export interface JournalReport {
  readonly ok: boolean;
  readonly frames: number;
  readonly records: number;
  readonly segments: number;
  /** Offset after the last record checked. */
  readonly nextOffset: number;
  /**
   * SHA-256 of the last frame, in hex. The chain detects the replacement of every frame but the last; comparing this
   * value with a copy kept elsewhere detects that too.
   */
  readonly chainHead: string;
  /** Ranges deleted by retention; after the last one the chain is unbroken. */
  readonly cut: readonly JournalGap[];
  /** Earlier losses to corruption, whose bytes are quarantined. */
  readonly losses: readonly JournalLoss[];
  /** An incomplete commit at the end, as left by a crash: it was never acknowledged; the next start quarantines it. */
  readonly torn: readonly { readonly segment: string; readonly position: number; readonly bytes: number }[];
  /** In order of offsets. */
  readonly damage: readonly JournalDamage[];
  readonly firstBad?: JournalDamage;
}

/** Progress of a verification: what has been checked so far. */
export interface VerifyProgress {
  readonly bytes: number;
  readonly segments: number;
  readonly records: number;
}

/** The result of quarantining corrupt bytes. */
export interface JournalRepair {
  readonly damage: readonly JournalDamage[];
  /** Lost records, recorded in the journal's folder, so that readers skip them instead of failing. */
  readonly losses: readonly JournalLoss[];
  /** Names of the quarantine files in the journal's folder. */
  readonly kept: readonly string[];
}
