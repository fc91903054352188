import { decidedOf, type StoreBooks } from '../../model/store-books.ts';
import { putBooks, readBooks } from './books-table.ts';
import { openDatabase } from './database.ts';

/** The columns of the books beside the rows, in the order in which they are made smaller. */
const COLUMNS = ['skipped', 'equalAlready', 'differentAlready', 'refused', 'outsideRetention'] as const;

/**
 * Takes a database file that nobody has open back to a journal offset: without the rows of records from there on, and
 * with books that add up to what each device had accepted by then. The quality of a row stays as it was judged last.
 * Rejects where the file has not come as far as `nextOffset`.
 */
export async function takeBackDatabase(
  file: string,
  { nextOffset, accepted }: { readonly nextOffset: number; readonly accepted: ReadonlyMap<string, number> },
): Promise<void> {
  const { instance, writer, cursor } = await openDatabase(file);
  try {
    if (cursor < nextOffset) throw new Error(`${file} has come to offset ${cursor}, not to ${nextOffset}`);
    await writer.run('BEGIN');
    await writer.run(`DELETE FROM readings WHERE journal_offset >= ${BigInt(nextOffset)}`);
    const keeper = await readBooks(writer);
    const books = keeper.books().map((each) => withoutLater(each, accepted.get(each.deviceId) ?? 0));
    await putBooks(writer, keeper, books);
    await writer.run(`UPDATE progress SET next_offset = ${BigInt(nextOffset)}`);
    await writer.run('COMMIT');
  } finally {
    instance.closeSync();
  }
}

/**
 * Books of a device that had `accepted` values. In which column the later ones without a row stood is not known: they
 * are taken from the first that has some, so that the sum is right and the split may be off by a few.
 */
function withoutLater(books: StoreBooks, accepted: number): StoreBooks {
  const left = { ...books };
  for (const column of COLUMNS) {
    const more = Math.max(0, decidedOf(left) - accepted);
    left[column] -= Math.min(more, left[column]);
  }
  return left;
}
