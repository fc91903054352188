import { randomUUID } from 'node:crypto';
import { StoreEmptiedError } from '../../model/series-store.ts';
import type { StoreBooks } from '../../model/store-books.ts';
import { type BooksKeeper, createBooksKeeper } from '../books-keeper.ts';
import { readCarriedProgress } from './carry-over.ts';
import { ensureDatabase } from './ensure-database.ts';
import { InfluxError } from './influx-error.ts';
import type { KnownRows } from './known-rows.ts';
import { createOwnLines, type OwnLines } from './own-lines.ts';
import { booksFromLine, firstLine, type Progress, readProgress } from './progress.ts';
import type { InfluxServer } from './server.ts';
import { type BookPlaces, booksLines, booksOfRows, booksSeriesLine, readBooks } from './stored-books.ts';

/** Interval of the check whether the database has lost rows. */
const CHECK_EVERY_MILLIS = 1_000;

/** State of the database as far as this process knows it. */
export interface Filled {
  cursor: number;
  readonly identity: string;
  /** Null until the first write. */
  known: KnownRows | null;
  readonly keeper: BooksKeeper;
  readonly places: BookPlaces;
  /** Where its own measurements lie. */
  readonly own: OwnLines;
}

/** The database that this process writes to. Detects when it is replaced by another one or rows are missing. */
export interface FoundDatabase {
  /** Reads its state once; creates the database if it does not exist, with a random identity. */
  found(): Promise<Filled>;
  /**
   * As `found`, and checks at most once a second that it is still the same. Rejects with a `StoreEmptiedError` when it
   * has lost rows.
   */
  unchanged(): Promise<Filled>;
  /**
   * Runs `work`. When the database does not exist any more, it is created again; rejects with a `StoreEmptiedError` if
   * it had rows.
   */
  whileThere<T>(work: () => Promise<T>): Promise<T>;
  /**
   * The cursor in the database. After a loss, the journal has to be folded again from this offset; the call also ends
   * the state of loss.
   */
  cursor(): Promise<number>;
  /** Why rows are missing; null if none are. */
  readonly lostBecause: string | null;
  /** The cursor as this process knows it; null before the first call. */
  readonly nextOffset: number | null;
}

/** `now` returns milliseconds of a monotonic clock. */
export function createFoundDatabase(server: InfluxServer, now: () => number): FoundDatabase {
  let filled: Filled | null = null;
  let lostBecause: string | null = null;
  let checkedAt = Number.NEGATIVE_INFINITY;

  const found = async (): Promise<Filled> => {
    if (filled !== null) return filled;
    const policy = await ensureDatabase(server);
    const own = createOwnLines(server, policy);
    const progress = await readCarriedProgress(server, own, policy);
    const identity = progress.identity ?? randomUUID();
    if (progress.identity === null) await own.send([firstLine(identity)]);
    if (progress.booksFrom === null) await own.send([booksSeriesLine(identity)]);
    const places: BookPlaces = new Map();
    const kept = progress.identity === null ? [] : await keptBooks(own, progress, identity, places);
    checkedAt = now();
    filled = { cursor: progress.cursor, identity, known: null, keeper: createBooksKeeper(kept), places, own };
    return filled;
  };

  /** The books of an existing database; those of one that 0.1.0 filled begin with its rows. */
  const keptBooks = async (
    own: OwnLines,
    { booksFrom, cursor }: Progress,
    identity: string,
    places: BookPlaces,
  ): Promise<readonly StoreBooks[]> => {
    if (booksFrom !== null) return readBooks(server, own, identity, places);
    const books = await booksOfRows(server);
    await own.send([...booksLines(identity, books, places), booksFromLine(cursor)]);
    return books;
  };

  /** Why the database has lost rows; null if it is the same one with at least the known cursor. */
  const lossOf = async ({ cursor, identity, own }: Filled): Promise<string | null> => {
    const progress = await readProgress(server, own);
    checkedAt = now();
    if (progress.identity !== identity) return 'it was emptied or another has taken its place';
    return progress.cursor < cursor ? `it is back at offset ${progress.cursor} of ${cursor}` : null;
  };

  const lose = (why: string): StoreEmptiedError => {
    filled = null;
    lostBecause = `${server.where} has lost rows: ${why}; the journal has them, it must be folded again`;
    return new StoreEmptiedError(lostBecause);
  };

  return {
    found,
    async unchanged() {
      const at = await found();
      if (now() - checkedAt < CHECK_EVERY_MILLIS) return at;
      const loss = await lossOf(at);
      if (loss !== null) throw lose(loss);
      return at;
    },
    async whileThere(work) {
      const before = filled;
      try {
        return await work();
      } catch (error) {
        if (!(error instanceof InfluxError) || error.fault !== 'missing') throw error;
        filled = null;
        if (before === null || before.cursor === 0) throw error;
        const emptied = lose('the database, or the retention policy of its bookkeeping, is gone');
        // Created again at once, so that queries find it empty and do not fail; if that fails, the next call does it.
        await found().catch(() => undefined);
        throw emptied;
      }
    },
    async cursor() {
      const before = filled;
      const at = await found();
      if (at === before && (await lossOf(at)) !== null) filled = null;
      const { cursor } = await found();
      lostBecause = null;
      return cursor;
    },
    get lostBecause() {
      return lostBecause;
    },
    get nextOffset() {
      return filled?.cursor ?? null;
    },
  };
}
