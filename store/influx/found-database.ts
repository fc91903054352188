import { randomUUID } from 'node:crypto';
import { StoreEmptiedError } from '../../model/series-store.ts';
import { type BooksKeeper, createBooksKeeper } from '../books-keeper.ts';
import { ensureDatabase } from './ensure-database.ts';
import { InfluxError } from './influx-error.ts';
import type { KnownRows } from './known-rows.ts';
import type { OwnLines } from './own-lines.ts';
import { booksFromLine, firstLine, type Progress, readProgress } from './progress.ts';
import type { InfluxServer } from './server.ts';
import { type BookPlaces, booksLines, booksOfRows, booksSeriesLine, readBooks } from './stored-books.ts';

/** How often a database is looked at that may have lost its rows. */
const CHECK_EVERY_MILLIS = 1_000;

/** The database as this process found it and has filled it since. */
export interface Filled {
  cursor: number;
  readonly identity: string;
  /** Null until the first write asks for it. */
  known: KnownRows | null;
  readonly keeper: BooksKeeper;
  readonly places: BookPlaces;
}

/**
 * The database that this process fills: found once, and recognised when another stands in its place or rows are
 * missing.
 */
export interface FoundDatabase {
  /** Made if it is not there, with a name of its own. */
  found(): Promise<Filled>;
  /**
   * As `found`; looks now and then whether it is still the same. Rejects with a StoreEmptiedError when it has lost
   * rows.
   */
  unchanged(): Promise<Filled>;
  /**
   * Does something with it; when it is no longer there, it is made again, and a StoreEmptiedError says so if it had
   * rows.
   */
  whileThere<T>(work: () => Promise<T>): Promise<T>;
  /** What the database says; after a loss this is where the journal has to be folded from, and the loss is over. */
  cursor(): Promise<number>;
  /** Why rows are missing, when they are. */
  readonly lostBecause: string | null;
  /** Null: not found yet. */
  readonly nextOffset: number | null;
}

/** `now` gives milliseconds that only grow. */
export function createFoundDatabase(server: InfluxServer, ownLines: OwnLines, now: () => number): FoundDatabase {
  let filled: Filled | null = null;
  let lostBecause: string | null = null;
  let checkedAt = Number.NEGATIVE_INFINITY;

  const found = async (): Promise<Filled> => {
    if (filled !== null) return filled;
    await ensureDatabase(server);
    const progress = await readProgress(server);
    const identity = progress.identity ?? randomUUID();
    if (progress.identity === null) await ownLines.send([firstLine(identity)]);
    if (progress.booksFrom === null) await ownLines.send([booksSeriesLine(identity)]);
    const places: BookPlaces = new Map();
    const kept = progress.identity === null ? [] : await keptBooks(progress, identity, places);
    checkedAt = now();
    filled = { cursor: progress.cursor, identity, known: null, keeper: createBooksKeeper(kept), places };
    return filled;
  };

  /** The books of a database that has been in use; where 0.1.0 filled it, they begin now. */
  const keptBooks = async ({ booksFrom, cursor }: Progress, identity: string, places: BookPlaces) => {
    if (booksFrom !== null) return readBooks(server, identity, places);
    const books = await booksOfRows(server);
    await ownLines.send([...booksLines(identity, books, places), booksFromLine(cursor)]);
    return books;
  };

  /** Whether it is still the same database, and as full. */
  const lossOf = async ({ cursor, identity }: Filled): Promise<string | null> => {
    const progress = await readProgress(server);
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
        const emptied = lose('the database was dropped');
        // Made again at once, so that readers find it empty rather than missing; should that fail, it is made with the
        // next call.
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
