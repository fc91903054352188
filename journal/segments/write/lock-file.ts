import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { JournalLockedError } from '../../../model/journal-locked-error.ts';

/** Says who writes, for people; it decides nothing. */
const NAME_FILE = 'lock';
/** Empty, and never removed: who locks a file that is being removed locks nothing. */
const GUARD_FILE = 'lock.guard';
/** Two that start at the same moment may see each other before either has it. */
const PATIENCE_MILLIS = 100;
const SQLITE_BUSY = 5;

/** Open for as long as a lock is held: a guard that is collected is closed. */
const held = new Set<DatabaseSync>();

/**
 * Takes the lock of a journal; returns how to give it back. Throws a `JournalLockedError` while somebody has it.
 *
 * The kernel holds the lock, and drops it when its process ends, however it ends: a pid in a file cannot tell a writer that died from one in
 * another container, where pids are others or the same. Node has no call for it, SQLite has: the guard is a database that never gets a byte.
 * This is sound for all processes of one machine, its containers included; across machines as far as the network disk passes locks on.
 */
export function takeLock(directory: string, since: number): () => void {
  const name = join(directory, NAME_FILE);
  const guard = lockGuard(join(directory, GUARD_FILE));
  if (!guard) throw new JournalLockedError(directory, pidIn(name));
  held.add(guard);
  writeFileSync(name, JSON.stringify({ pid: process.pid, since }), { mode: 0o600 });
  return () => {
    rmSync(name, { force: true });
    held.delete(guard);
    guard.close();
  };
}

/** Null while somebody else has it. */
function lockGuard(path: string): DatabaseSync | null {
  const guard = new DatabaseSync(path, { timeout: PATIENCE_MILLIS });
  try {
    // In memory: else the transaction, which never ends, would lay a second file beside it.
    guard.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
    return guard;
  } catch (error) {
    guard.close();
    if (error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY) return null;
    throw new Error(`the journal cannot be locked: ${path}`, { cause: error });
  }
}

/** Null where it cannot be told: the file is being written, or somebody removed it. */
function pidIn(path: string): number | null {
  try {
    const { pid } = JSON.parse(readFileSync(path, 'utf8')) as { readonly pid?: unknown };
    return typeof pid === 'number' ? pid : null;
  } catch {
    return null;
  }
}
