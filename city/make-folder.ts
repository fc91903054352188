import { lstatSync, mkdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { ConfigError } from '../model/config-error.ts';

/**
 * Makes a folder, and those above it that are missing. One after the other: Node's own recursive `mkdir` never ends
 * where the system makes no folders, such as in /proc. Throws a `ConfigError` where the folder cannot be, and the
 * system's error where it may not be made.
 */
export function makeFolder(path: string, mode?: number): void {
  const missing: string[] = [];
  let above = resolve(path);
  for (; !isFolder(above); above = dirname(above)) missing.unshift(above);
  for (const folder of missing) {
    try {
      mkdirSync(folder, { mode });
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      // Another process may make the same folder at the same moment.
      if (code === 'EEXIST') continue;
      if (code !== 'ENOENT') throw error;
      throw new ConfigError(folder, 'cannot be made: the system makes no folders there; name another folder');
    }
  }
}

/** False where there is nothing yet; throws a `ConfigError` where there is something else. */
function isFolder(path: string): boolean {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined) return false;
  const target = found.isSymbolicLink() ? statSync(path, { throwIfNoEntry: false }) : found;
  if (target === undefined)
    throw new ConfigError(path, 'is a link to something that is not there; make that, or name another folder');
  if (!target.isDirectory()) throw new ConfigError(path, 'is a file; name a folder');
  return true;
}
