import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { quarantineFile } from '../quarantine-file.ts';
import { takeSeal } from './file-seal.ts';
import { prepareTables } from './tables.ts';

/**
 * SQLITE_CORRUPT and SQLITE_NOTADB: the bytes are not what SQLite wrote. A lock or a full disk does not mean damage.
 */
const DAMAGE_CODES: ReadonlySet<number> = new Set([11, 26]);

/** Long enough for a person who reads the file with another tool at that moment. */
const LOCK_WAIT_MILLIS = 5000;

const COLUMNS = "SELECT m.name || '.' || p.name AS name FROM sqlite_schema m, pragma_table_info(m.name) p ORDER BY 1";

class DamagedFile extends Error {}

/**
 * Opens and checks the file. A damaged one is quarantined with its `-wal` and `-shm`, reported, and replaced by an
 * empty one.
 */
export function openCheckedFile(file: string, onDamage: (detail: string) => void): DatabaseSync {
  try {
    return openChecked(file);
  } catch (error) {
    if (!isDamage(error)) throw error;
    const name = quarantineFile(file, ['', '-wal', '-shm']);
    onDamage(`${file} is damaged and now lies at ${name}; the documents start empty (${(error as Error).message})`);
    return openChecked(file);
  }
}

function openChecked(file: string): DatabaseSync {
  const isNew = !existsSync(file);
  const isAsClosed = takeSeal(file);
  // Before its version is read: a newer Citynerve takes the seal away as it opens the file, so it was not one that
  // altered this.
  if (isAsClosed === false) throw new DamagedFile('its bytes are not those that were there when it was closed');
  const database = new DatabaseSync(file, { timeout: LOCK_WAIT_MILLIS });
  try {
    // After a crash there is no checksum: SQLite checks pages, rows and indices.
    const complaint = isAsClosed ? 'ok' : database.prepare('PRAGMA integrity_check(1)').get()?.['integrity_check'];
    if (complaint !== 'ok') throw new DamagedFile(String(complaint));
    const isBlank = database.prepare('SELECT 1 FROM sqlite_schema').get() === undefined;
    if (isBlank && !isNew) throw new DamagedFile('it holds nothing');
    prepareTables(database, file);
    refuseOtherTables(database);
    // FULL: the journal is cut up to what a checkpoint here says, so a power cut must not take the checkpoint back.
    // Effects do not wait for a commit: their ids come from the journal, so one that happens again can be told.
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Refuses a file whose schema differs, as after a changed byte in the definition of a table. */
function refuseOtherTables(database: DatabaseSync): void {
  const blank = new DatabaseSync(':memory:');
  prepareTables(blank, '');
  const namesIn = (one: DatabaseSync) =>
    JSON.stringify(
      one
        .prepare(COLUMNS)
        .all()
        .map(({ name }) => name),
    );
  const isSame = namesIn(database) === namesIn(blank);
  blank.close();
  if (!isSame) throw new DamagedFile('its tables are not those of the documents');
}

/** Whether an error means that the bytes of the file are not what SQLite wrote. */
export function isDamage(error: unknown): boolean {
  if (error instanceof DamagedFile) return true;
  const { errcode } = error as { readonly errcode?: unknown };
  // Extended result codes have the primary one in their low byte.
  return typeof errcode === 'number' && DAMAGE_CODES.has(errcode & 0xff);
}
