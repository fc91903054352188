import { accessSync, constants, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { ConfigError } from '../model/config-error.ts';

/** A lock that this process holds. */
export interface KernelLock {
  release(): void;
}

/**
 * Another owner holds the lock. `holderPid` is its process id, in its own container's numbering; null where not known.
 */
export interface LockedElsewhere {
  readonly holderPid: number | null;
}

/** Options of `takeKernelLock`. */
export interface KernelLockOptions {
  /** How long to wait while another owner holds the lock. */
  readonly waitMillis?: number;
  /** Milliseconds since 1970, written into the file with the holder's process id, for people to read. */
  readonly since?: number;
}

/** Of two processes that start at the same moment, both could fail without a short wait. */
const DEFAULT_WAIT_MILLIS = 100;
const SQLITE_BUSY = 5;

/** References to the guards of the locks held: a guard that is garbage-collected is closed, which releases its lock. */
const held = new Set<DatabaseSync>();

/**
 * Takes the lock for something that only one process may write: the city, its journal, its credentials. Blocks the
 * process for at most `waitMillis` and then returns who holds the lock. Throws the system's error when the file cannot
 * be created.
 *
 * The kernel releases the lock when the process ends, however it ends. A pid file could not do this: a process with
 * that pid may be another one, or run in another container. Node has no call to lock a file, so SQLite does it:
 * `PATH.guard` is an empty database that is locked and never removed (a lock on a removed file excludes nobody). `PATH`
 * only names the holder, for people. The lock holds between all processes of one machine including its containers, and
 * between machines as far as the network file system supports file locks.
 */
export function takeKernelLock(path: string, options: KernelLockOptions = {}): KernelLock | LockedElsewhere {
  const { waitMillis = DEFAULT_WAIT_MILLIS, since } = options;
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const guard = lockGuard(`${path}.guard`, waitMillis);
  if (!guard) return { holderPid: pidIn(path) };
  held.add(guard);
  const release = () => {
    rmSync(path, { force: true });
    held.delete(guard);
    guard.close();
  };
  try {
    writeFileSync(path, JSON.stringify({ pid: process.pid, since }), { mode: 0o600 });
  } catch (error) {
    release();
    throw error;
  }
  return { release };
}

/** Opens and locks the guard; null while another owner holds it. */
function lockGuard(path: string, waitMillis: number): DatabaseSync | null {
  // For a folder that cannot be written, the error of the system is clearer than that of SQLite. The guard file itself
  // must not be opened for this check: closing it would release a POSIX lock that this process already has on it.
  accessSync(dirname(path), constants.W_OK);
  const guard = new DatabaseSync(path, { timeout: waitMillis });
  try {
    // The transaction never ends; with a rollback journal on disk there would be a second file all the time.
    guard.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
    return guard;
  } catch (error) {
    guard.close();
    if (error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY) return null;
    throw new ConfigError(path, 'is a lock file that cannot be opened; check its owner and the disk');
  }
}

/** The process id in the lock file; null where the file is being written, was removed, or contains none. */
function pidIn(path: string): number | null {
  try {
    const holder: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (typeof holder !== 'object' || holder === null || !('pid' in holder)) return null;
    return typeof holder.pid === 'number' ? holder.pid : null;
  } catch (error) {
    const isUnnamed = error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT';
    if (isUnnamed) return null;
    throw error;
  }
}
