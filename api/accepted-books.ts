import { acceptedValues, type LedgerEntry } from '../model/ledger.ts';
import { decidedOf, NO_COUNTS, type StoreBooks, type StoreCounts } from '../model/store-books.ts';

/** What became of the accepted values of a ledger entry: accepted = the store's six counts + waiting. */
export interface AcceptedBooks extends StoreCounts {
  /** Not yet handled by the store. Negative while the fold repeats records that the store has handled already. */
  readonly waiting: number;
}

/** A ledger entry joined with the store's books of the same device; `store` is null where the store did not answer. */
export interface JoinedEntry extends LedgerEntry {
  readonly store: AcceptedBooks | null;
}

/**
 * Joins the fold's ledger with the store's books (null: no answer). All values of a device without books are waiting.
 */
export function joinBooks(
  entries: readonly LedgerEntry[],
  books: readonly StoreBooks[] | null,
): readonly JoinedEntry[] {
  if (books === null) return entries.map((entry) => ({ ...entry, store: null }));
  const byDevice = new Map(books.map((each) => [each.deviceId, each]));
  return entries.map((entry) => {
    const { taken, equalAlready, differentAlready, refused, outsideRetention, skipped } =
      byDevice.get(entry.deviceId) ?? NO_COUNTS;
    const counts = { taken, equalAlready, differentAlready, refused, outsideRetention, skipped };
    return { ...entry, store: { ...counts, waiting: acceptedValues(entry) - decidedOf(counts) } };
  });
}
