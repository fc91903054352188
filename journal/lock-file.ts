import { linkSync, readFileSync, realpathSync, renameSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorCode } from './error-code.ts';
import { JournalLockedError } from './journal-locked-error.ts';
import { processIdentity } from './process-identity.ts';

const FILE = 'lock';
const MOST_ATTEMPTS = 5;

interface Holder {
  readonly pid: number;
  readonly identity: string;
  /** Wall clock, for people. */
  readonly since: number;
}

/** Journals that this very process writes: its own pid in a lock file means them, or a process before it that had the same pid. */
const held = new Set<string>();

/** Takes the lock of a journal, also from a writer that died; returns how to give it back. Throws a `JournalLockedError`. */
export function takeLock(directory: string, since: number): () => void {
  const folder = realpathSync(directory);
  const path = join(folder, FILE);
  if (held.has(folder)) throw new JournalLockedError(directory, process.pid);
  const holder: Holder = { pid: process.pid, identity: processIdentity(process.pid), since };
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
    if (create(path, JSON.stringify(holder))) {
      held.add(folder);
      return () => {
        held.delete(folder);
        remove(path);
      };
    }
    clearStale(directory, path);
  }
  throw new Error(`the lock of the journal ${directory} keeps changing hands`);
}

/** A link appears with its content or not at all, so nobody ever sees a lock without a name in it. */
function create(path: string, content: string): boolean {
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, content, { mode: 0o600 });
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  } finally {
    remove(draft);
  }
}

function clearStale(directory: string, path: string): void {
  const content = read(path);
  if (content === null) return;
  const holder = parse(content);
  if (holder && isAlive(holder)) throw new JournalLockedError(directory, holder.pid);
  const taken = `${path}.stale.${process.pid}`;
  try {
    renameSync(path, taken);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return;
    throw error;
  }
  // Between reading and renaming somebody else may have been quicker: then theirs was renamed, and goes back.
  const other = read(taken) === content ? null : parse(read(taken) ?? '');
  if (other) linkSync(taken, path);
  remove(taken);
  if (other) throw new JournalLockedError(directory, other.pid);
}

/** Null for a lock that a power loss left empty. */
function parse(content: string): Holder | null {
  try {
    const value: unknown = JSON.parse(content);
    return typeof value === 'object' && value !== null && 'pid' in value && 'identity' in value
      ? (value as Holder)
      : null;
  } catch {
    return null;
  }
}

function isAlive(holder: Holder): boolean {
  if (holder.pid === process.pid) return false;
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    if (errorCode(error) !== 'EPERM') return false;
  }
  const identity = processIdentity(holder.pid);
  return identity === '' || holder.identity === '' || identity === holder.identity;
}

function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
}

function remove(path: string): void {
  try {
    unlinkSync(path);
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
  }
}
