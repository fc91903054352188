import { type Column, isRecord } from './columns.ts';

/** The header line of a CSV table (RFC 4180), with `unit` after a name that has one. */
export const csvHeader = (columns: readonly Column[], unitOf: (column: Column) => string | null): string =>
  csvLine(
    columns.map((column) => {
      const unit = unitOf(column);
      const name = column.path.join('.');
      return unit === null ? name : `${name} [${unit}]`;
    }),
  );

/** One line of a CSV table. Null and absent values are empty; lists and maps are JSON text. */
export const csvRow = (columns: readonly Column[], row: unknown): string =>
  csvLine(columns.map(({ path }) => textOf(path.reduce(fieldOf, row))));

const fieldOf = (value: unknown, name: string): unknown => (isRecord(value) ? value[name] : undefined);

function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'object') return JSON.stringify(value);
  if (typeof value !== 'string') return String(value);
  // A spreadsheet would compute a text that begins like a formula, and devices choose some of these texts. In
  // Chinese and Japanese settings the full-width signs begin a formula too (OWASP, CSV Injection).
  return /^[=+\-@＝＋－＠\t\r\n]/.test(value) ? `'${value}` : value;
}

const csvLine = (cells: readonly string[]): string => `${cells.map(quoted).join(',')}\r\n`;

const quoted = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
