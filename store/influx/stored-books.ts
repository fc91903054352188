import { NO_COUNTS, type StoreBooks, type StoreCounts } from '../../model/store-books.ts';
import { ALL_TIME } from './conditions.ts';
import { columnsOf, numberAt, queryInfluxql, textAt } from './influxql.ts';
import { quotedText } from './line-protocol.ts';
import type { OwnLines } from './own-lines.ts';
import { readCatalogue } from './read-series.ts';
import type { InfluxServer } from './server.ts';
import { decodeTag } from './tag-text.ts';

const COLUMNS = Object.keys(NO_COUNTS) as readonly (keyof StoreCounts)[];
/** The measurement of the books. */
export const BOOKS = 'citynerve.books';
/** Length of the prefix of the identity that distinguishes the books from those of a former database. */
const IDENTITY_CHARS = 8;
const ownerOf = (identity: string): string => identity.slice(0, IDENTITY_CHARS);

/**
 * Where each device's point lies: by a number from 1 on, so that all of them are one series, however many devices there
 * are.
 */
export type BookPlaces = Map<string, number>;

/**
 * Makes the series; sent alone, for 1.x counts many points of a new series as so many series when it looks at its
 * limit.
 */
export const booksSeriesLine = (identity: string): string => `${BOOKS},of=${ownerOf(identity)} isOpen=true 0`;

/**
 * The books of devices as lines: totals, one point a device, its time the device's number in milliseconds. They are
 * sent in one request with the progress point, before it, and InfluxDB promises no transaction: a reading is counted at
 * least once, and twice only where the process or the server ends between.
 */
export function booksLines(identity: string, books: readonly StoreBooks[], places: BookPlaces): readonly string[] {
  return books.map((each) => {
    const place = places.get(each.deviceId) ?? places.size + 1;
    places.set(each.deviceId, place);
    const fields = COLUMNS.map((column) => `${column}=${each[column]}i`).join();
    return `${BOOKS},of=${ownerOf(identity)} device=${quotedText(each.deviceId)},${fields} ${place}`;
  });
}

/** Reads the books; adds the place of each device to `places`. */
export async function readBooks(
  server: InfluxServer,
  own: OwnLines,
  identity: string,
  places: BookPlaces,
): Promise<readonly StoreBooks[]> {
  const fields = ['device', ...COLUMNS].map((column) => `"${column}"`).join();
  const books: StoreBooks[] = [];
  const statement = `SELECT ${fields} FROM ${own.source(BOOKS)} WHERE ${ALL_TIME} AND "of" = '${ownerOf(identity)}'`;
  for await (const part of queryInfluxql(server, statement)) {
    const at = columnsOf(part, ['time', 'device', ...COLUMNS]);
    for (const row of part.values) {
      const device = textAt(row, at.device);
      if (device === null) continue;
      const deviceId = decodeTag(device);
      const counts = Object.fromEntries(COLUMNS.map((column) => [column, numberAt(row, at[column]) ?? 0]));
      places.set(deviceId, numberAt(row, at.time) ?? places.size + 1);
      books.push({ deviceId, ...NO_COUNTS, ...counts });
    }
  }
  return books;
}

/** The books with which a database of 0.1.0 begins: its rows count as taken. */
export async function booksOfRows(server: InfluxServer): Promise<readonly StoreBooks[]> {
  const taken = new Map<string, number>();
  for (const { deviceId, count } of await readCatalogue(server))
    taken.set(deviceId, (taken.get(deviceId) ?? 0) + count);
  return [...taken].map(([deviceId, rows]) => ({ deviceId, ...NO_COUNTS, taken: rows }));
}
