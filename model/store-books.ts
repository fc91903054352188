/**
 * What became of the accepted readings of one device in a store: each that the store was given stands in exactly one column.
 * accepted (`LedgerEntry`) = these five + what is still on its way.
 */
export interface StoreBooks {
  readonly deviceId: string;
  /** Became a row. */
  readonly taken: number;
  /** The row was there, with the same value. */
  readonly equalAlready: number;
  /** A row was there with another value, which stays. */
  readonly differentAlready: number;
  /** The engine will never take it. */
  readonly refused: number;
  /** Older than what the engine is set to keep. */
  readonly outsideRetention: number;
}

/** The columns of the books. */
export type StoreCounts = Omit<StoreBooks, 'deviceId'>;

export const NO_COUNTS: StoreCounts = Object.freeze({
  taken: 0,
  equalAlready: 0,
  differentAlready: 0,
  refused: 0,
  outsideRetention: 0,
});

/** All that the store has decided. */
export const decidedOf = (counts: StoreCounts): number =>
  counts.taken + counts.equalAlready + counts.differentAlready + counts.refused + counts.outsideRetention;
