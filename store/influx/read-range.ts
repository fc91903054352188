import type { Reading } from '../../model/reading.ts';
import type { RangeQuery } from '../../model/series-store.ts';
import { byTime } from '../ordering.ts';
import { asksForNone, during, measurementsOf, spanOf, tagConditions } from './conditions.ts';
import { queryInfluxql } from './influxql.ts';
import type { InfluxServer } from './server.ts';
import { storedRows } from './stored-rows.ts';

/** Rows per measurement in one page; limits the memory besides the result. */
const MAX_ROWS_A_PAGE = 5_000;
const FEWEST_ROWS_A_PAGE = 100;
const COLUMNS = '"value", "quality", "reasons", "receivedAt", "offset", "device", "channel", "zone"';

/**
 * Readings ordered by time, device and channel. InfluxDB applies LIMIT to each measurement and does not order rows of
 * equal time; therefore the result is read in pages, and of a page only the times that are complete are used.
 */
export async function readRange(server: InfluxServer, query: RangeQuery): Promise<readonly Reading[]> {
  const { after } = query;
  const span = spanOf(after === undefined ? query : { ...query, from: Math.max(query.from, after.observedAt) });
  const found: Reading[] = [];
  if (span === null || asksForNone(query)) return found;
  const take = (rows: readonly Reading[]) => {
    found.push(...(after === undefined ? rows : rows.filter((row) => byTime(row, after) > 0)).toSorted(byTime));
  };
  for (let { first } = span; first <= span.last && found.length < query.limit; ) {
    const rows = Math.min(MAX_ROWS_A_PAGE, Math.max(FEWEST_ROWS_A_PAGE, query.limit - found.length + 1));
    const page = await readPage(server, query, { first, last: span.last, rows });
    if (page.border === first) {
      // One time has more rows than a page: all rows of this time are read.
      take((await readPage(server, query, { first, last: first, rows: null })).rows);
      first += 1;
      continue;
    }
    const { border } = page;
    take(border === null ? page.rows : page.rows.filter((row) => row.observedAt < border));
    if (border === null) break;
    first = border;
  }
  return found.length > query.limit ? found.slice(0, query.limit) : found;
}

interface Page {
  readonly rows: Reading[];
  /** From this time on rows may be missing; null if the page is complete. */
  readonly border: number | null;
}

async function readPage(
  server: InfluxServer,
  query: RangeQuery,
  { first, last, rows: most }: { readonly first: number; readonly last: number; readonly rows: number | null },
): Promise<Page> {
  const limit = most === null ? '' : ` LIMIT ${most}`;
  const statement = `SELECT ${COLUMNS} FROM ${measurementsOf(query)} WHERE ${during(first, last)}${tagConditions(query)} ORDER BY time ASC${limit}`;
  const rows: Reading[] = [];
  const ends = new Map<string, { rows: number; lastTime: number }>();
  for await (const part of queryInfluxql(server, statement)) {
    for (const row of storedRows(part)) rows.push(row);
    const lastTime = Number(part.values.at(-1)?.[part.columns.indexOf('time')]);
    ends.set(part.name, { rows: (ends.get(part.name)?.rows ?? 0) + part.values.length, lastTime });
  }
  const cut = [...ends.values()].filter((end) => most !== null && end.rows >= most);
  return { rows, border: cut.length === 0 ? null : Math.min(...cut.map((end) => end.lastTime)) };
}
