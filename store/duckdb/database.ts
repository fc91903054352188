import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { NewerVersionError } from '../../model/newer-version-error.ts';
import { BOOKS_COLUMNS } from './books-table.ts';

/** Version of the tables below; a newer file is left as it is. 1 (0.1.0) had no `books`, 2 no column `skipped`. */
const SCHEMA_VERSION = 3;

const SETTINGS = {
  memory_limit: '512MB',
  threads: '2',
  // Three times the default: 4 µs less a message of six readings, and half a second more to open after a kill
  // (docs/performance.md).
  checkpoint_threshold: '48MB',
  // No extension is downloaded.
  autoinstall_known_extensions: 'false',
  autoload_known_extensions: 'false',
} as const;

/**
 * The columns of a reading, in the order in which they are appended. Without a primary key, whose index would cost more
 * than the rows.
 */
export const READING_COLUMNS = `
  device_id VARCHAR NOT NULL, channel VARCHAR NOT NULL, property VARCHAR NOT NULL, zone_id VARCHAR,
  observed_at BIGINT NOT NULL, received_at BIGINT NOT NULL, value DOUBLE NOT NULL,
  quality_level UTINYINT NOT NULL, quality_reasons USMALLINT NOT NULL, journal_offset BIGINT NOT NULL`;

/** An open database; `cursor` is the journal offset up to which it has all readings. */
export interface OpenedDatabase {
  readonly instance: DuckDBInstance;
  /** The one connection that writes. */
  readonly writer: DuckDBConnection;
  readonly cursor: number;
}

/**
 * Opens the file, and creates the tables when it is new. Rejects with `NewerVersionError` for a file of a newer
 * version.
 */
export async function openDatabase(file: string): Promise<OpenedDatabase> {
  const instance = await DuckDBInstance.create(file, { ...SETTINGS });
  try {
    const writer = await instance.connect();
    await prepareTables(writer, file);
    return { instance, writer, cursor: await readCursor(writer) };
  } catch (error) {
    instance.closeSync();
    throw error;
  }
}

async function prepareTables(writer: DuckDBConnection, file: string): Promise<void> {
  await writer.run('BEGIN');
  await writer.run('CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL)');
  await writer.run(`INSERT INTO schema_version SELECT ${SCHEMA_VERSION} WHERE NOT EXISTS (FROM schema_version)`);
  const [[version]] = (await (await writer.run('SELECT version FROM schema_version')).getRows()) as [[number]];
  if (version > SCHEMA_VERSION) {
    await writer.run('ROLLBACK');
    throw new NewerVersionError(
      `${file} has tables of version ${version}, this Citynerve knows version ${SCHEMA_VERSION}: start the newer Citynerve that wrote it`,
    );
  }
  await writer.run(`CREATE TABLE IF NOT EXISTS readings (${READING_COLUMNS})`);
  await writer.run('CREATE TABLE IF NOT EXISTS progress (next_offset BIGINT NOT NULL)');
  await writer.run('INSERT INTO progress SELECT 0 WHERE NOT EXISTS (FROM progress)');
  await writer.run(`CREATE TABLE IF NOT EXISTS books (${BOOKS_COLUMNS})`);
  if (version === 2) await writer.run('ALTER TABLE books ADD COLUMN skipped BIGINT DEFAULT 0');
  if (version < SCHEMA_VERSION) await writer.run(`UPDATE schema_version SET version = ${SCHEMA_VERSION}`);
  await writer.run('COMMIT');
}

async function readCursor(writer: DuckDBConnection): Promise<number> {
  const rows = await (await writer.run('SELECT next_offset::DOUBLE FROM progress')).getRows();
  return rows[0]?.[0] as number;
}
