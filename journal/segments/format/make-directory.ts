import { mkdir } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { syncDirectory } from './sync-directory.ts';

/** Makes a folder, for this user only, and those above it: durably, or a power loss could take what was acknowledged together with the folder. */
export async function makeDirectory(directory: string): Promise<void> {
  const first = await mkdir(directory, { recursive: true, mode: 0o700 });
  if (first === undefined) return;
  // From the innermost out: the name of each new folder lies in the one above it.
  const end = dirname(resolve(first));
  for (let parent = dirname(resolve(directory)); ; parent = dirname(parent)) {
    await syncDirectory(parent);
    if (parent === end) return;
  }
}
