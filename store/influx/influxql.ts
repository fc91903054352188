import { errorOfAnswer, InfluxError } from './influx-error.ts';
import type { InfluxServer } from './server.ts';

/** The rows of one series in a response, or a part of them. */
export interface SeriesPart {
  readonly name: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly columns: readonly string[];
  readonly values: readonly (readonly unknown[])[];
}

const ROWS_A_PART = 5_000;

/**
 * Runs InfluxQL statements, which 1.x, 2.x and 3.x all support, with times in milliseconds. The response is read in
 * parts, so that a large one is never in memory as a whole. Rejects with an `InfluxError`, also for an error inside a
 * response of status 200.
 */
export async function* queryInfluxql(server: InfluxServer, statements: string): AsyncGenerator<SeriesPart> {
  const { where, address } = server;
  const path = `/query?db=${encodeURIComponent(address.database)}&epoch=ms&chunked=true&chunk_size=${ROWS_A_PART}`;
  const body = { type: 'application/x-www-form-urlencoded', text: `q=${encodeURIComponent(statements)}` };
  let isPartial = false;
  for await (const line of server.lines({ method: 'POST', path, body })) {
    if (line.trim() === '') continue;
    const { error, results } = objectOf(where, parsed(where, line));
    if (typeof error === 'string') throw errorOfAnswer(where, 400, error);
    for (const each of listOf(where, results)) {
      const result = objectOf(where, each);
      if (typeof result['error'] === 'string') throw errorOfAnswer(where, 400, result['error']);
      isPartial = result['partial'] === true;
      for (const series of listOf(where, result['series'] ?? [])) yield partOf(where, series);
    }
  }
  if (isPartial) throw strange(where, 'the answer broke off');
}

/** The indexes of columns in a part; -1 for a missing one. */
export function columnsOf<Name extends string>(
  part: SeriesPart,
  names: readonly Name[],
): Readonly<Record<Name, number>> {
  return Object.fromEntries(names.map((name) => [name, part.columns.indexOf(name)])) as Record<Name, number>;
}

/** The number in a cell; null if it has none. */
export function numberAt(row: readonly unknown[], column: number): number | null {
  const cell = row[column];
  return typeof cell === 'number' ? cell : null;
}

/** The string in a cell; null if it has none. */
export function textAt(row: readonly unknown[], column: number): string | null {
  const cell = row[column];
  return typeof cell === 'string' ? cell : null;
}

function partOf(where: string, series: unknown): SeriesPart {
  const { name, tags, columns, values } = objectOf(where, series);
  const texts = Object.entries(objectOf(where, tags ?? {})).map(([key, value]) => [key, String(value ?? '')]);
  return {
    name: String(name ?? ''),
    tags: Object.fromEntries(texts),
    columns: listOf(where, columns).map(String),
    values: listOf(where, values ?? []).map((row) => listOf(where, row)),
  };
}

function parsed(where: string, line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    // InfluxDB answers with such a text when a sum exceeds the largest number.
    throw strange(where, line.slice(0, 200));
  }
}

function objectOf(where: string, value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw strange(where, JSON.stringify(value));
  return value as Readonly<Record<string, unknown>>;
}

function listOf(where: string, value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw strange(where, JSON.stringify(value) ?? 'nothing');
  return value;
}

const strange = (where: string, found: string): InfluxError =>
  new InfluxError('answer', `${where} gave an answer to a query that is none: ${found.slice(0, 200)}`);
