import { mkdir } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { syncDirectory } from './sync-directory.ts';

/**
 * Creates a folder (accessible to this user only) and its missing parents durably: otherwise a power loss could remove
 * the folder together with acknowledged records.
 */
export async function makeDirectory(directory: string): Promise<void> {
  const first = await mkdir(directory, { recursive: true, mode: 0o700 });
  if (first === undefined) return;
  // From the innermost outwards: the entry of each new folder is in its parent, which must be synced.
  const end = dirname(resolve(first));
  for (let parent = dirname(resolve(directory)); ; parent = dirname(parent)) {
    await syncDirectory(parent);
    if (parent === end) return;
  }
}
