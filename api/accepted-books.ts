import { acceptedValues, type LedgerEntry } from '../model/ledger.ts';
import { decidedOf, NO_COUNTS, type StoreBooks, type StoreCounts } from '../model/store-books.ts';

/** What became of an account's accepted values: accepted = the store's five columns + waiting. */
export interface AcceptedBooks extends StoreCounts {
  /** On the way to the store. Negative while the fold goes again through what the store has already. */
  readonly waiting: number;
}

/** An account and what the store says of its accepted values; null where the store gave no answer. */
export interface JoinedEntry extends LedgerEntry {
  readonly store: AcceptedBooks | null;
}

/** Joins the fold's accounts and the store's books (null: no answer). A device that the store has not met has all its values waiting. */
export function joinBooks(
  entries: readonly LedgerEntry[],
  books: readonly StoreBooks[] | null,
): readonly JoinedEntry[] {
  if (books === null) return entries.map((entry) => ({ ...entry, store: null }));
  const byDevice = new Map(books.map((each) => [each.deviceId, each]));
  return entries.map((entry) => {
    const { taken, equalAlready, differentAlready, refused, outsideRetention } =
      byDevice.get(entry.deviceId) ?? NO_COUNTS;
    const counts = { taken, equalAlready, differentAlready, refused, outsideRetention };
    return { ...entry, store: { ...counts, waiting: acceptedValues(entry) - decidedOf(counts) } };
  });
}
