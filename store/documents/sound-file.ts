import { DatabaseSync } from 'node:sqlite';
import { moveAside } from '../move-aside.ts';
import { prepareTables } from './tables.ts';

/** SQLITE_CORRUPT and SQLITE_NOTADB: the bytes are not what SQLite wrote. A lock or a full disk is no reason to move data. */
const DAMAGE_CODES: ReadonlySet<number> = new Set([11, 26]);

/** Long enough for somebody who looks into the file with a tool of their own. */
const LOCK_WAIT_MILLIS = 5000;

class DamagedFile extends Error {}

/** Opens and checks the file; a damaged one is moved aside with its companions, told of, and an empty one made. */
export function openSoundFile(file: string, onDamage: (detail: string) => void): DatabaseSync {
  try {
    return openChecked(file);
  } catch (error) {
    if (!isDamage(error)) throw error;
    const name = moveAside(file, ['', '-wal', '-shm']);
    onDamage(`${file} is damaged and now lies at ${name}; the documents start empty (${(error as Error).message})`);
    return openChecked(file);
  }
}

function openChecked(file: string): DatabaseSync {
  const database = new DatabaseSync(file, { timeout: LOCK_WAIT_MILLIS });
  try {
    const complaint = database.prepare('PRAGMA quick_check(1)').get()?.['quick_check'];
    if (complaint !== 'ok') throw new DamagedFile(String(complaint));
    prepareTables(database, file);
    // FULL: a commit is on disk before the effects that rest on it are carried out.
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function isDamage(error: unknown): boolean {
  if (error instanceof DamagedFile) return true;
  const { errcode } = error as { readonly errcode?: unknown };
  // Extended codes carry the plain one in their low byte.
  return typeof errcode === 'number' && DAMAGE_CODES.has(errcode & 0xff);
}
