import { existsSync } from 'node:fs';
import type { BooksKeeper } from '../books-keeper.ts';
import { moveAside } from '../move-aside.ts';
import { readBooks } from './books-table.ts';
import { type OpenedDatabase, openDatabase } from './database.ts';
import { createLatest, type Latest } from './latest.ts';

/** Besides the file: the log of commits since the last checkpoint, and what a checkpoint in progress makes. */
const LOG_SUFFIXES = ['.wal', '.wal.checkpoint', '.wal.recovery'];

/** What DuckDB says of bytes that are not what it wrote. Anything else (no room, no permission, a lock) is no reason to move data. */
const DAMAGE =
  /corrupt|checksum|not a valid DuckDB database|could not read enough bytes|replaying WAL|serialization error|INTERNAL Error/i;

/** Whether what DuckDB says means that bytes of the file are not what it wrote. */
export const isDamage = (detail: string): boolean => DAMAGE.test(detail);

export interface SoundDatabase extends OpenedDatabase {
  readonly latest: Latest;
  readonly keeper: BooksKeeper;
  /** What had to be moved aside, one sentence each; the journal fills the gap again. */
  readonly damage: readonly string[];
}

/**
 * Opens the file and reads through it once. Damaged, its log is moved aside first: without it the file stands as of its last
 * checkpoint, rows and cursor alike. Only when that does not help, all of it is, and the store starts empty.
 */
export async function openSound(file: string): Promise<SoundDatabase> {
  const damage: string[] = [];
  for (;;) {
    try {
      return { ...(await openAndRead(file)), damage };
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error);
      if (!isDamage(detail) || !existsSync(file)) throw error;
      damage.push(setAside(file, detail));
    }
  }
}

async function openAndRead(file: string): Promise<Omit<SoundDatabase, 'damage'>> {
  const opened = await openDatabase(file);
  try {
    return { ...opened, latest: await createLatest(opened.writer), keeper: await readBooks(opened.writer) };
  } catch (error) {
    opened.instance.closeSync();
    throw error;
  }
}

function setAside(file: string, detail: string): string {
  const hasLog = LOG_SUFFIXES.some((suffix) => existsSync(file + suffix));
  const name = moveAside(file, hasLog ? LOG_SUFFIXES : ['']);
  return hasLog
    ? `${file} did not open with its log, which now lies at ${name}.wal; the store goes on from its last checkpoint (${detail})`
    : `${file} is damaged and now lies at ${name}; the store starts empty (${detail})`;
}
