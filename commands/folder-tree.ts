import {
  chmodSync,
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  statSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { ConfigError } from '../model/config-error.ts';

/** Paths of all files below a folder, with `/`, in order. Left out: what `isLeftOut` says of a path, sockets, and what is gone again. */
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

/** Copies a file with its mode; folders on the way are its owner's alone. */
export function copyInto(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true, mode: 0o700 });
  copyFileSync(from, to);
}

/** On disk, not only written; for a folder: its names. */
export function makeDurable(path: string): void {
  const isFolder = statSync(path).isDirectory();
  // Windows syncs names by itself and refuses to be asked.
  if (isFolder && process.platform === 'win32') return;
  const handle = openSync(path, isFolder ? 'r' : 'r+');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Makes a folder for this user alone; throws `ConfigError` rather than write over anything. */
export function makeEmptyFolder(path: string, whatElse: string): void {
  if (existsSync(path) && readdirSync(path).length > 0) throw new ConfigError(path, `is not empty; ${whatElse}`);
  mkdirSync(path, { recursive: true, mode: 0o700 });
  chmodSync(path, 0o700);
}
