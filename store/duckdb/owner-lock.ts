import { readFileSync, rmSync, writeFileSync } from 'node:fs';

/** The file belongs to somebody already: opening it twice would lose rows without a word. */
export class StoreBusyError extends Error {
  override readonly name = 'StoreBusyError';
  readonly ownerPid: number;

  constructor(file: string, ownerPid: number) {
    const owner = ownerPid === process.pid ? `this process (pid ${ownerPid})` : `the process with pid ${ownerPid}`;
    super(
      `${file} is open in ${owner} already; exactly one owner may have it. Close that one first (its lock: ${file}.lock)`,
    );
    this.ownerPid = ownerPid;
  }
}

interface Owner {
  readonly pid: number;
  /** When the process began, as the system counts it; tells a pid from its reuse after a crash. Empty where the system does not say. */
  readonly began: string;
}

/** Makes this process the owner of a store file, or says who is. Returns the function that gives it back. */
export function takeOwnership(file: string): () => void {
  const lock = `${file}.lock`;
  const self: Owner = { pid: process.pid, began: beginningOf(process.pid) };
  for (;;) {
    if (writeIfAbsent(lock, `${JSON.stringify(self)}\n`)) return () => rmSync(lock, { force: true });
    const owner = readOwner(lock);
    if (owner !== null && isAlive(owner)) throw new StoreBusyError(file, owner.pid);
    // Left behind by a crash. Should two processes get here at once, DuckDB's own lock on the file still refuses the second.
    rmSync(lock, { force: true });
  }
}

function writeIfAbsent(lock: string, content: string): boolean {
  try {
    writeFileSync(lock, content, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function readOwner(lock: string): Owner | null {
  try {
    const { pid, began } = JSON.parse(readFileSync(lock, 'utf8')) as Partial<Owner>;
    return Number.isSafeInteger(pid) && typeof began === 'string' ? { pid: pid as number, began } : null;
  } catch {
    // Torn by a crash, or gone since: nobody holds it.
    return null;
  }
}

function isAlive({ pid, began }: Owner): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  return beginningOf(pid) === began;
}

/** Field 22 of /proc/<pid>/stat; empty also for a zombie, which owns nothing any more. */
function beginningOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name before may hold spaces and brackets, so counting starts behind the last bracket, with the state (field 3).
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? '' : (fields[19] ?? '');
  } catch {
    return '';
  }
}
