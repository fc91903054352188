import { type DuckDBConnection, listValue } from '@duckdb/node-api';
import { NO_COUNTS, type StoreBooks, type StoreCounts } from '../../model/store-books.ts';
import { type BooksKeeper, createBooksKeeper } from '../books-keeper.ts';

/**
 * Counts by device of readings that did not become a row. Those that did are counted from `readings`, so that an
 * ordinary write needs no further row.
 */
export const BOOKS_COLUMNS = `
  device_id VARCHAR NOT NULL, equal_already BIGINT NOT NULL, different_already BIGINT NOT NULL,
  refused BIGINT NOT NULL, outside_retention BIGINT NOT NULL, skipped BIGINT DEFAULT 0`;

/** Reads the books as of the last commit. A file of 0.1.0 had no such table: there the books begin with the rows. */
export async function readBooks(connection: DuckDBConnection): Promise<BooksKeeper> {
  const counts = new Map<string, StoreCounts>();
  const rows = await connection.runAndReadAll('SELECT device_id, count(*)::DOUBLE FROM readings GROUP BY device_id');
  for (const [deviceId, taken] of rows.getRows() as [string, number][]) counts.set(deviceId, { ...NO_COUNTS, taken });
  const others = await connection.runAndReadAll(`
    SELECT device_id, equal_already::DOUBLE, different_already::DOUBLE, refused::DOUBLE, outside_retention::DOUBLE,
      skipped::DOUBLE FROM books`);
  for (const row of others.getRows() as [string, number, number, number, number, number][]) {
    const [deviceId, equalAlready, differentAlready, refused, outsideRetention, skipped] = row;
    const { taken } = counts.get(deviceId) ?? NO_COUNTS;
    counts.set(deviceId, { taken, equalAlready, differentAlready, refused, outsideRetention, skipped });
  }
  return createBooksKeeper([...counts].map(([deviceId, each]) => ({ deviceId, ...each })));
}

/** Writes the changed books, in the present transaction of the connection. */
export async function putBooks(
  writer: DuckDBConnection,
  keeper: BooksKeeper,
  changed: readonly StoreBooks[],
): Promise<void> {
  const more = changed.filter((each) => !hasEqualColumns(each, keeper.books(each.deviceId)[0]));
  if (more.length === 0) return;
  const deviceIds = listValue(more.map(({ deviceId }) => deviceId));
  await writer.run('DELETE FROM books WHERE device_id IN (SELECT unnest($ids::VARCHAR[]))', { ids: deviceIds });
  const appender = await writer.createAppender('books', 'main');
  try {
    for (const { deviceId, equalAlready, differentAlready, refused, outsideRetention, skipped } of more) {
      appender.appendVarchar(deviceId);
      for (const count of [equalAlready, differentAlready, refused, outsideRetention, skipped]) {
        appender.appendBigInt(BigInt(count));
      }
      appender.endRow();
    }
    appender.flushSync();
  } finally {
    appender.closeSync();
  }
}

/** Compares the columns of the table. */
const hasEqualColumns = (a: StoreCounts, b: StoreCounts = NO_COUNTS): boolean =>
  a.equalAlready === b.equalAlready &&
  a.differentAlready === b.differentAlready &&
  a.refused === b.refused &&
  a.outsideRetention === b.outsideRetention &&
  a.skipped === b.skipped;
