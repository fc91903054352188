import { accessSync, constants, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** A lock that this process holds. */
export interface KernelLock {
  release(): void;
}

/** Somebody else holds it; `holderPid`, in its own container if it is in one, is null where it cannot be told. */
export interface LockedElsewhere {
  readonly holderPid: number | null;
}

/** How a lock is taken. */
export interface KernelLockOptions {
  /** How long to wait for one that somebody else holds. */
  readonly patienceMillis?: number;
  /** Milliseconds since 1970, written beside the holder's process id for people. */
  readonly since?: number;
}

/** Two that start at the same moment may see each other before either has it. */
const DEFAULT_PATIENCE_MILLIS = 100;
const SQLITE_BUSY = 5;

/** Open for as long as a lock is held: a guard that is collected is closed. */
const held = new Set<DatabaseSync>();

/**
 * The one lock of everything that only one process may write: the city, its journal, its credentials. Waits for at most `patienceMillis`
 * (it blocks the process) and then says who holds it. Throws the system's error when the file cannot be made.
 *
 * The kernel holds the lock, and drops it when its process ends, however it ends: a pid in a file cannot tell an owner that died from one in
 * another container, where pids are others or the same. Node has no call for it, SQLite has: `PATH.guard` is a database that never gets a
 * byte, and is never removed, because who locks a file that is being removed locks nothing. `PATH` itself names the holder, for people; it
 * decides nothing. This is sound for all processes of one machine, its containers included; across machines as far as the network disk
 * passes locks on.
 */
export function takeKernelLock(path: string, options: KernelLockOptions = {}): KernelLock | LockedElsewhere {
  const { patienceMillis = DEFAULT_PATIENCE_MILLIS, since } = options;
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const guard = lockGuard(`${path}.guard`, patienceMillis);
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

/** Null while somebody else has it. */
function lockGuard(path: string, patienceMillis: number): DatabaseSync | null {
  // What the system says of a folder that cannot be written is clearer than what SQLite says of it. The guard itself must not be opened and
  // closed here: that would drop the lock that this process may have on it.
  accessSync(dirname(path), constants.W_OK);
  const guard = new DatabaseSync(path, { timeout: patienceMillis });
  try {
    // In memory: else the transaction, which never ends, would lay a second file beside it.
    guard.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
    return guard;
  } catch (error) {
    guard.close();
    if (error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY) return null;
    throw new Error(`cannot be locked: ${path}`, { cause: error });
  }
}

/** Null where it cannot be told: the file is being written, somebody removed it, or it names nobody. */
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
