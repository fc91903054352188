import { closeSync, existsSync, openSync, readFileSync, readSync, rmSync, writeFileSync } from 'node:fs';
import { crc32 } from 'node:zlib';

/** Suffix of the checksum file, which exists while the database is closed. */
const SUFFIX = '.sum';
const CHUNK_BYTES = 1024 * 1024;

/**
 * Writes the checksum of a file that was closed properly: SQLite itself does not detect a changed byte within a
 * document.
 */
export function sealFile(file: string): void {
  writeFileSync(file + SUFFIX, JSON.stringify(sumOf(file)), { mode: 0o600, flush: true });
}

/**
 * Whether the file is as it was closed, and takes the note away: from now on it changes. Null when nothing was noted,
 * as after a crash, or when a log lies beside it that is still to be taken in.
 */
export function takeSeal(file: string): boolean | null {
  const isWhole = isAsClosed(file);
  rmSync(file + SUFFIX, { force: true });
  return isWhole;
}

/** Whether the file was changed since it was closed; false also where that was not noted. Leaves the note. */
export const isSealBroken = (file: string): boolean => isAsClosed(file) === false;

function isAsClosed(file: string): boolean | null {
  const path = file + SUFFIX;
  if (!existsSync(path)) return null;
  const noted = readFileSync(path, 'utf8');
  return existsSync(`${file}-wal`) ? null : existsSync(file) && JSON.stringify(sumOf(file)) === noted;
}

function sumOf(file: string): { readonly bytes: number; readonly crc32: number } {
  const handle = openSync(file, 'r');
  const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  let bytes = 0;
  let crc = 0;
  try {
    for (let read = readSync(handle, chunk); read > 0; read = readSync(handle, chunk)) {
      crc = crc32(chunk.subarray(0, read), crc);
      bytes += read;
    }
  } finally {
    closeSync(handle);
  }
  return { bytes, crc32: crc };
}
