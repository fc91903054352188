import { statfs } from 'node:fs/promises';

/** How full the file system of a folder is, 0 to 1, as `df` counts it: what only root may fill is not there for us. */
export async function usedShare(directory: string): Promise<number> {
  const { blocks, bfree, bavail } = await statfs(directory);
  const used = blocks - bfree;
  return used + bavail === 0 ? 1 : used / (used + bavail);
}
