import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/** Paths that this process holds: a lock with our process id that is not among them is a dead predecessor's, as after a container's restart. */
const held = new Set<string>();

/** Takes a lock that names its owner's process id; a lock whose owner is gone is taken over. Returns the living owner instead when there is one. */
export function takeLock(path: string): { readonly release: () => void } | { readonly ownerPid: number } {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  for (;;) {
    try {
      const file = openSync(path, 'wx', 0o600);
      writeSync(file, `${process.pid}\n`);
      closeSync(file);
      held.add(path);
      return {
        release() {
          held.delete(path);
          rmSync(path, { force: true });
        },
      };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const ownerPid = Number(readFileSync(path, 'utf8'));
    if (ownerPid === process.pid ? held.has(path) : isAlive(ownerPid)) return { ownerPid };
    rmSync(path, { force: true });
  }
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
