/** A half-open stretch of offsets [from, until) of which no record is there any more. */
export interface JournalGap {
  readonly from: number;
  readonly until: number;
}

/** Records that were durable once and are lost to damage, and what is kept of the bytes. */
export interface JournalLoss extends JournalGap {
  /** What was wrong, for people. */
  readonly detail: string;
  /** What the damaged bytes are kept as, beside the journal; null where there was nothing to keep. */
  readonly keptAs: string | null;
}

/** A place that is not as it was written. */
export interface JournalDamage {
  /** The piece of storage (a segment file); empty: the end of the journal. */
  readonly segment: string;
  /** First byte that cannot be trusted, and how many; of a compressed piece, of what it was before. */
  readonly position: number;
  readonly bytes: number;
  /** First offset that may be concerned. */
  readonly offset: number;
  readonly detail: string;
  /** Stretches of offsets whose records are gone; `until` null: to an end that nobody knows. */
  readonly lost: readonly { readonly from: number; readonly until: number | null }[];
  /** It lies in a piece that is written to, or would be next. */
  readonly isNewest: boolean;
}

/** What a verification of the whole journal found. */
export interface JournalReport {
  readonly ok: boolean;
  readonly frames: number;
  readonly records: number;
  readonly segments: number;
  /** Offset behind the last record checked. */
  readonly nextOffset: number;
  /** SHA-256 of the last frame, in hex: note it elsewhere, and not even the newest frame can be replaced unseen. */
  readonly chainHead: string;
  /** What retention cut; behind the last stretch the chain is unbroken. */
  readonly cut: readonly JournalGap[];
  /** What was lost to damage before, and set aside. */
  readonly losses: readonly JournalLoss[];
  /** Half a commit at the end, as a crash leaves it: never acknowledged, and set aside by the next start. */
  readonly torn: readonly { readonly segment: string; readonly position: number; readonly bytes: number }[];
  /** In order of offsets. */
  readonly damage: readonly JournalDamage[];
  readonly firstBad?: JournalDamage;
}

/** How far a verification is. */
export interface VerifyProgress {
  readonly bytes: number;
  readonly segments: number;
  readonly records: number;
}

/** What was done about damage. */
export interface JournalRepair {
  readonly damage: readonly JournalDamage[];
  /** Records that are gone, noted for every reader. */
  readonly losses: readonly JournalLoss[];
  /** What the damaged pieces are kept as, beside the journal. */
  readonly kept: readonly string[];
}
