import { openCsvRows, ReplayFileError } from './csv-rows.ts';
import type { ReplayMap } from './replay-map.ts';
import { columnsOf, createRowReader } from './row-reader.ts';

/** A file has lines of units, of comments and of gaps; none has so many of them before the first row. */
const ROWS_LOOKED_AT = 100;

/**
 * Looks whether a file and a map fit each other before anything is replayed. Throws a `ReplayFileError` where the file
 * lacks a column of the map, has no row, or where none of the first hundred rows can be read: with the first reason.
 */
export async function checkReplay(file: string, map: ReplayMap): Promise<void> {
  const csv = await openCsvRows(file, columnsOf(map));
  const read = createRowReader(map);
  let reason: string | null = null;
  for await (const { number, row } of csv.rows()) {
    const outcome = row === null ? null : read(row, number);
    if (outcome !== null && outcome.kind !== 'unreadable') return;
    reason ??= `row ${number}: ${outcome?.detail ?? 'it has more or fewer columns than the header'}`;
    if (number >= ROWS_LOOKED_AT) break;
  }
  throw new ReplayFileError(
    reason === null ? `${file} has no row` : `${file}: no row of the first ${ROWS_LOOKED_AT} can be read; ${reason}`,
  );
}
