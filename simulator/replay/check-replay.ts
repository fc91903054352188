import { openCsvRows, ReplayFileError } from './csv-rows.ts';
import type { ReplayMap } from './replay-map.ts';
import { columnsOf, createRowReader, type Row } from './row-reader.ts';

/** A file has lines of units, of comments and of gaps; none has so many of them before the first row. */
const ROWS_LOOKED_AT = 100;

/**
 * Looks whether a file and a map fit each other before anything is replayed. Throws a `ReplayFileError` where the file
 * lacks a column of the map, has no row, where none of the first hundred rows can be read (with the first reason), or
 * where one of them has a decimal comma that the map does not know.
 */
export async function checkReplay(file: string, map: ReplayMap): Promise<void> {
  const csv = await openCsvRows(file, columnsOf(map));
  const read = createRowReader(map);
  let isReadable = false;
  let reason: string | null = null;
  for await (const { number, row } of csv.rows()) {
    const outcome = row === null ? null : read(row, number);
    refuseDecimalComma(file, map, number, row);
    if (outcome !== null && outcome.kind !== 'unreadable') isReadable = true;
    else reason ??= `row ${number}: ${outcome?.detail ?? 'it has more or fewer columns than the header'}`;
    if (number >= ROWS_LOOKED_AT) break;
  }
  if (isReadable) return;
  throw new ReplayFileError(
    reason === null ? `${file} has no row` : `${file}: no row of the first ${ROWS_LOOKED_AT} can be read; ${reason}`,
  );
}

/** Such a value would be left out as no number, row for row. */
function refuseDecimalComma(file: string, map: ReplayMap, number: number, row: Row | null): void {
  if (map.decimal === 'comma' || row === null) return;
  const isMissing = new Set(map.missing);
  for (const { column } of map.channels) {
    const text = row[column]?.trim() ?? '';
    if (!/^[+-]?\d*,\d+$/.test(text) || isMissing.has(text)) continue;
    throw new ReplayFileError(
      `${file}: row ${number} has ${column} "${text}"; with "decimal: comma" in the map that is a number, in "missing" it is none`,
    );
  }
}
