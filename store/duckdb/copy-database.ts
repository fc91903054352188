import { existsSync, rmSync } from 'node:fs';
import type { DuckDBConnection } from '@duckdb/node-api';

/** Writes all tables as of one moment into a new database file; writes go on meanwhile. Leaves no file behind when it fails. */
export async function copyDatabase(connection: DuckDBConnection, file: string): Promise<void> {
  if (existsSync(file)) throw new Error(`${file} exists already; a copy is never written over anything`);
  const [[name]] = (await (await connection.run('SELECT current_database()')).getRows()) as [[string]];
  try {
    await connection.run(`ATTACH '${file.replaceAll("'", "''")}' AS backup_copy`);
    try {
      // One statement, one transaction: rows and cursor belong together.
      await connection.run(`COPY FROM DATABASE "${name.replaceAll('"', '""')}" TO backup_copy`);
    } finally {
      // Also writes what is still in the copy's log into the file itself.
      await connection.run('DETACH backup_copy');
    }
  } catch (error) {
    for (const ending of ['', '.wal']) rmSync(file + ending, { force: true });
    throw error;
  }
}
