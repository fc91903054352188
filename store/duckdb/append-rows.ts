import { BIGINT, DOUBLE, type DuckDBConnection, DuckDBDataChunk, USMALLINT, UTINYINT, VARCHAR } from '@duckdb/node-api';
import type { PackedReadings, Series } from './packed-readings.ts';

const TYPES = [VARCHAR, VARCHAR, VARCHAR, VARCHAR, BIGINT, BIGINT, DOUBLE, UTINYINT, USMALLINT, BIGINT];
/** DuckDB's own vector size: a chunk holds no more. */
const CHUNK_ROWS = 2048;

/** Where rows are appended. */
export interface AppendTarget {
  readonly table: string;
  readonly catalog: 'temp' | null;
}

/** Appends the named rows in the transaction that the connection is in. */
export async function appendRows(
  connection: DuckDBConnection,
  { table, catalog }: AppendTarget,
  packed: PackedReadings,
  rows: readonly number[],
): Promise<void> {
  const appender = await connection.createAppender(table, 'main', catalog);
  try {
    for (let first = 0; first < rows.length; first += CHUNK_ROWS) {
      appender.appendDataChunk(chunkOf(packed, rows.slice(first, first + CHUNK_ROWS)));
    }
    appender.flushSync();
  } finally {
    appender.closeSync();
  }
}

function chunkOf(packed: PackedReadings, rows: readonly number[]): DuckDBDataChunk {
  const chunk = DuckDBDataChunk.create(TYPES, rows.length);
  const series = rows.map((row) => packed.series[packed.seriesOf[row] as number] as Series);
  const numbers = (column: { readonly [row: number]: number }) => rows.map((row) => column[row] as number);
  const bigints = (column: { readonly [row: number]: number }) => rows.map((row) => BigInt(column[row] as number));
  chunk.setColumns([
    series.map((each) => each.deviceId),
    series.map((each) => each.channel),
    series.map((each) => each.property),
    series.map((each) => each.zoneId),
    bigints(packed.observedAt),
    bigints(packed.receivedAt),
    numbers(packed.value),
    numbers(packed.level),
    numbers(packed.reasons),
    bigints(packed.offset),
  ]);
  return chunk;
}
