import { statSync } from 'node:fs';

/**
 * Identifies the file at a path by device and inode; null if there is none. A process that has a removed or renamed
 * file open does not notice it otherwise.
 */
export function fileIdentity(path: string): string | null {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false });
  return found ? `${found.dev}:${found.ino}` : null;
}
