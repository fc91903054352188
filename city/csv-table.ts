import { parse } from 'csv-parse/sync';
import { didYouMean } from '../model/closest-name.ts';

/** One data row: its cells by column, without white space around them. */
interface CsvRow {
  /** The line on which the row ends, from 1. */
  readonly line: number;
  readonly cells: Readonly<Partial<Record<string, string>>>;
}

/** The rows of a CSV table that have as many cells as its header, and what is wrong with the others. */
export interface CsvTable {
  readonly rows: readonly CsvRow[];
  readonly problems: readonly string[];
}

interface ParsedRow {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

/**
 * Reads comma-separated text with a header of known columns, in any order. A column that is not known is a problem and
 * not ignored: it may be a misspelt one.
 */
export function readCsvTable(
  text: string,
  { columns, required }: { readonly columns: readonly string[]; readonly required: readonly string[] },
): CsvTable {
  const parsed = parseRows(text);
  if (typeof parsed === 'string') return { rows: [], problems: [parsed] };
  const [first, ...rest] = parsed;
  const header = first?.record ?? [];
  const problems = headerProblems(header, columns, required);
  if (problems.length > 0) return { rows: [], problems };
  const rows: CsvRow[] = [];
  for (const { record, info } of rest) {
    if (record.length === header.length)
      rows.push({ line: info.lines, cells: Object.fromEntries(header.map((name, index) => [name, record[index]])) });
    else problems.push(`line ${info.lines} has ${record.length} cells; must be ${header.length}, as in line 1`);
  }
  return { rows, problems };
}

function headerProblems(header: readonly string[], columns: readonly string[], required: readonly string[]): string[] {
  const right = `must be ${columns.join(',')}`;
  if (header.length === 1 && header[0]?.includes(';'))
    return ['line 1 has its cells separated by ";"; save the file with commas'];
  const missing = required.filter((column) => !header.includes(column));
  const problems = missing.length > 0 ? [`line 1 lacks ${missing.join(', ')}; ${right}`] : [];
  for (const [index, name] of header.entries()) {
    const free = columns.filter((column) => !header.includes(column));
    if (!columns.includes(name))
      problems.push(`line 1 has a column "${name}", which is unknown${didYouMean(name, free)}; ${right}`);
    else if (header.indexOf(name) < index) problems.push(`line 1 has the column ${name} twice; ${right}`);
  }
  return problems;
}

/** The rows as they stand; a sentence where the text is no CSV. */
function parseRows(text: string): readonly ParsedRow[] | string {
  try {
    // With `info: true` each row comes with its position, which the types of csv-parse do not show.
    const rows: unknown = parse(text, {
      bom: true,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
    });
    return rows as readonly ParsedRow[];
  } catch (error) {
    return `is not CSV: ${(error as Error).message}`;
  }
}
