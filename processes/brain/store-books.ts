import type { SeriesStore } from '../../model/series-store.ts';
import type { StoreBooks } from '../../model/store-books.ts';

/** Who asks for the ledger waits this long for the store, and is then answered without its books. */
const LONGEST_WAIT_MILLIS = 1_000;

/**
 * Asks the store for its books; null when it does not answer in time. A store that hangs is asked once: whoever comes meanwhile waits for the same
 * answer, as long as anybody may.
 */
export function askStoreBooks(
  store: Pick<SeriesStore, 'books'>,
  after: (millis: number, callback: () => void) => () => void,
): () => Promise<readonly StoreBooks[] | null> {
  let underWay: Promise<readonly StoreBooks[] | null> | null = null;

  async function ask(): Promise<readonly StoreBooks[] | null> {
    try {
      return await store.books();
    } catch {
      // Readiness says what is wrong with the store.
      return null;
    } finally {
      underWay = null;
    }
  }

  return () => {
    underWay ??= ask();
    const { promise: isLate, resolve } = Promise.withResolvers<null>();
    const cancel = after(LONGEST_WAIT_MILLIS, () => resolve(null));
    return Promise.race([underWay, isLate]).finally(cancel);
  };
}
