import { spreadOf } from './statistics.ts';

export type Row = readonly string[];

/** A table for docs/performance.md. */
export const markdownTable = (head: Row, rows: readonly Row[]): string =>
  ['', line(head), line(head.map(() => '---')), ...rows.map(line), ''].join('\n');

const line = (cells: Row): string => `| ${cells.join(' | ')} |`;

/** Median and range, e.g. `12.4 (11.9-13.0)`. */
export function spread(values: readonly number[], digits: number): string {
  const { p50, least, most } = spreadOf(values);
  const text = (value: number): string =>
    value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return values.length === 1 ? text(p50) : `${text(p50)} (${text(least)}-${text(most)})`;
}
