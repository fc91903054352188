import { PROPERTIES } from '../../model/property.ts';
import { type Column, columnsOf, isRecord } from './columns.ts';
import { csvHeader, csvRow } from './csv.ts';
import { inPieces } from './in-pieces.ts';

/**
 * The text of a list in pieces, one row a line. In CSV, instants have the unit `ms` (since 1970) in the header. The
 * column `value` has the unit of the property that `query` selects; where rows are of several properties, a last column
 * `unit` says it in each row.
 */
export async function* rowText(
  rows: readonly unknown[],
  options: { readonly format: 'csv' | 'ndjson'; readonly itemSchema: unknown; readonly query: unknown },
): AsyncGenerator<string> {
  const lineOf = options.format === 'csv' ? csvLines(options.itemSchema, options.query) : ndjsonLines();
  if (lineOf.header !== '') yield lineOf.header;
  yield* inPieces(rows, lineOf.row);
}

interface Lines {
  readonly header: string;
  readonly row: (row: unknown) => string;
}

const ndjsonLines = (): Lines => ({ header: '', row: (row) => `${JSON.stringify(row)}\n` });

/** The columns in the unit of the property. */
const WITH_UNIT: ReadonlySet<string> = new Set(['value', 'valueWithoutRepeats', 'uncertainty']);

function csvLines(itemSchema: unknown, query: unknown): Lines {
  const columns = columnsOf(itemSchema);
  const has = (name: string): boolean => columns.some(({ path }) => path.length === 1 && path[0] === name);
  const common = commonUnit(query);
  const unitOf = ({ path, isInstant }: Column): string | null =>
    isInstant ? 'ms' : WITH_UNIT.has(path[0] ?? '') ? common : null;
  if (common !== null || !has('value') || !has('property'))
    return { header: csvHeader(columns, unitOf), row: (row) => csvRow(columns, row) };
  const withUnit = [...columns, { path: ['unit'], isInstant: false }];
  return {
    header: csvHeader(withUnit, unitOf),
    row: (row) => csvRow(withUnit, { ...Object(row), unit: rowUnit(row) }),
  };
}

/** The unit of every value of a question; null where it selects no property. A count has the unit 1 (UCUM). */
function commonUnit(query: unknown): string | null {
  const property = isRecord(query) ? query['property'] : undefined;
  if (property === undefined || !isRecord(query)) return null;
  return query['function'] === 'count' ? '1' : unitOfProperty(property);
}

const rowUnit = (row: unknown): string | null => (isRecord(row) ? unitOfProperty(row['property']) : null);

const unitOfProperty = (property: unknown): string | null =>
  Object.entries(PROPERTIES).find(([name]) => name === property)?.[1].unit ?? null;
