/**
 * What became of the accepted readings of one device in the series store: each reading written to it, or never to be
 * written, is counted in exactly one column. accepted (`LedgerEntry`) = these six + readings not yet written.
 */
export interface StoreBooks {
  readonly deviceId: string;
  /** Written as a new row. */
  readonly taken: number;
  /** A row with the same key and value existed. */
  readonly equalAlready: number;
  /** A row with the same key and another value existed and was kept. */
  readonly differentAlready: number;
  /** The engine refuses it permanently. */
  readonly refused: number;
  /** Older than the engine's retention period. */
  readonly outsideRetention: number;
  /** Never given to the store: it was away until there was no room to keep them (`series.whenJournalFull: skip`). */
  readonly skipped: number;
}

/** The columns of the store's books. */
export type StoreCounts = Omit<StoreBooks, 'deviceId'>;

/** All columns at zero. */
export const NO_COUNTS: StoreCounts = Object.freeze({
  taken: 0,
  equalAlready: 0,
  differentAlready: 0,
  refused: 0,
  outsideRetention: 0,
  skipped: 0,
});

/** Number of readings that the store has decided on: the sum of all columns. */
export const decidedOf = (counts: StoreCounts): number =>
  counts.taken +
  counts.equalAlready +
  counts.differentAlready +
  counts.refused +
  counts.outsideRetention +
  counts.skipped;
