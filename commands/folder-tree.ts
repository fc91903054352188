import { chmodSync, closeSync, copyFileSync, fsyncSync, mkdirSync, openSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makeFolder } from '../city/make-folder.ts';
import { ConfigError } from '../model/config-error.ts';

/**
 * Paths of all files below a folder, with `/`, sorted. Without those for which `isLeftOut` is true, sockets, and files
 * that are deleted meanwhile.
 */
export function filesBelow(root: string, isLeftOut: (path: string) => boolean = () => false, prefix = ''): string[] {
  return readdirSync(join(root, prefix))
    .sort()
    .flatMap((name) => {
      const path = prefix === '' ? name : `${prefix}/${name}`;
      const found = statSync(join(root, path), { throwIfNoEntry: false });
      if (found === undefined || isLeftOut(path)) return [];
      if (found.isDirectory()) return filesBelow(root, isLeftOut, path);
      return found.isFile() ? [path] : [];
    });
}

/** Copies a file with its mode; missing folders are created with mode 0700. */
export function copyInto(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true, mode: 0o700 });
  copyFileSync(from, to);
}

/** Syncs a file, or the entries of a folder, to disk (fsync). */
export function makeDurable(path: string): void {
  const isFolder = statSync(path).isDirectory();
  // Windows cannot sync a folder; it syncs the entries itself.
  if (isFolder && process.platform === 'win32') return;
  const handle = openSync(path, isFolder ? 'r' : 'r+');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Creates a folder with mode 0700, or takes an empty one; throws a `ConfigError` when it is not empty. */
export function makeEmptyFolder(path: string, whatElse: string): void {
  makeFolder(path, 0o700);
  if (readdirSync(path).length > 0) throw new ConfigError(path, `is not empty; ${whatElse}`);
  chmodSync(path, 0o700);
}
