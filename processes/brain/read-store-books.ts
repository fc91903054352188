import type { SeriesStore } from '../../model/series-store.ts';
import type { StoreBooks } from '../../model/store-books.ts';

/** A request for the ledger waits so long for the store, and is then answered without the store's books. */
const LONGEST_WAIT_MILLIS = 1_000;

/**
 * Returns the function that reads the store's books, null when the store fails or does not answer in time. There is one
 * query at a time: requests that come while it is in flight wait for the same answer.
 */
export function createReadStoreBooks(
  store: Pick<SeriesStore, 'books'>,
  after: (millis: number, callback: () => void) => () => void,
): () => Promise<readonly StoreBooks[] | null> {
  let inFlight: Promise<readonly StoreBooks[] | null> | null = null;

  async function read(): Promise<readonly StoreBooks[] | null> {
    try {
      return await store.books();
    } catch {
      // The readiness check of the store reports the error.
      return null;
    } finally {
      inFlight = null;
    }
  }

  return () => {
    inFlight ??= read();
    const { promise: isLate, resolve } = Promise.withResolvers<null>();
    const cancel = after(LONGEST_WAIT_MILLIS, () => resolve(null));
    return Promise.race([inFlight, isLate]).finally(cancel);
  };
}
