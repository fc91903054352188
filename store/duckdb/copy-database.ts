import { existsSync, rmSync } from 'node:fs';
import type { DuckDBConnection } from '@duckdb/node-api';

/**
 * Copies all tables in one transaction into a new database file, while writes go on. Removes the file when it fails.
 */
export async function copyDatabase(connection: DuckDBConnection, file: string): Promise<void> {
  if (existsSync(file)) throw new Error(`${file} exists already; a copy is never written over anything`);
  const [[name]] = (await (await connection.run('SELECT current_database()')).getRows()) as [[string]];
  try {
    await connection.run(`ATTACH '${file.replaceAll("'", "''")}' AS backup_copy`);
    try {
      // One statement is one transaction, so that rows and cursor match.
      await connection.run(`COPY FROM DATABASE "${name.replaceAll('"', '""')}" TO backup_copy`);
    } finally {
      // DETACH also writes the copy's log into the file itself.
      await connection.run('DETACH backup_copy');
    }
  } catch (error) {
    for (const ending of ['', '.wal']) rmSync(file + ending, { force: true });
    throw error;
  }
}
