import { existsSync } from 'node:fs';
import type { BooksKeeper } from '../books-keeper.ts';
import { quarantineFile } from '../quarantine-file.ts';
import { readBooks } from './books-table.ts';
import { type OpenedDatabase, openDatabase } from './database.ts';
import { createLatest, type Latest } from './latest.ts';

/**
 * Suffixes of the files beside the database: the log of commits since the last checkpoint, and files of a checkpoint in
 * progress.
 */
const LOG_SUFFIXES = ['.wal', '.wal.checkpoint', '.wal.recovery'];

/**
 * Messages of DuckDB about bytes that are not what it wrote. Other errors (full disk, no permission, a lock) do not
 * mean damage.
 */
const DAMAGE =
  /corrupt|checksum|not a valid DuckDB database|could not read enough bytes|replaying WAL|serialization error|INTERNAL Error/i;

/** Whether an error message of DuckDB means that the file is damaged. */
export const isDamage = (detail: string): boolean => DAMAGE.test(detail);

export interface CheckedDatabase extends OpenedDatabase {
  readonly latest: Latest;
  readonly keeper: BooksKeeper;
  /** One sentence for each file that was quarantined; its readings are folded again from the journal. */
  readonly damage: readonly string[];
}

/**
 * Opens the file and reads all of it once. If it is damaged, its log is quarantined first: without it, rows and cursor
 * are those of the last checkpoint. If that does not help, the file itself is quarantined and the store starts empty.
 */
export async function openCheckedDatabase(file: string): Promise<CheckedDatabase> {
  const damage: string[] = [];
  for (;;) {
    try {
      return { ...(await openAndRead(file)), damage };
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error);
      if (!isDamage(detail) || !existsSync(file)) throw error;
      damage.push(quarantine(file, detail));
    }
  }
}

async function openAndRead(file: string): Promise<Omit<CheckedDatabase, 'damage'>> {
  const opened = await openDatabase(file);
  try {
    return { ...opened, latest: await createLatest(opened.writer), keeper: await readBooks(opened.writer) };
  } catch (error) {
    opened.instance.closeSync();
    throw error;
  }
}

function quarantine(file: string, detail: string): string {
  const hasLog = LOG_SUFFIXES.some((suffix) => existsSync(file + suffix));
  const name = quarantineFile(file, hasLog ? LOG_SUFFIXES : ['']);
  return hasLog
    ? `${file} did not open with its log, which now lies at ${name}.wal; the store goes on from its last checkpoint (${detail})`
    : `${file} is damaged and now lies at ${name}; the store starts empty (${detail})`;
}
