import type { DuckDBConnection } from '@duckdb/node-api';
import type { PackedReadings } from './packed-readings.ts';
import { createReadingChunk } from './reading-chunk.ts';

/** The table to which rows are appended. */
export interface AppendTarget {
  readonly table: string;
  readonly catalog: 'temp' | null;
}

/** Appends the rows with these indexes, in the present transaction of the connection. */
export async function appendRows(
  connection: DuckDBConnection,
  { table, catalog }: AppendTarget,
  packed: PackedReadings,
  rows: readonly number[],
): Promise<void> {
  const appender = await connection.createAppender(table, 'main', catalog);
  const readings = createReadingChunk(packed);
  try {
    for (let first = 0; first < rows.length; ) {
      const { chunk, next } = readings.fill(rows, first);
      appender.appendDataChunk(chunk);
      first = next;
    }
    appender.flushSync();
  } finally {
    appender.closeSync();
  }
}
