import { statfs } from 'node:fs/promises';

/** Used share of the file system of a folder, 0 to 1, as `df` computes it: without the blocks reserved for root. */
export async function usedShare(directory: string): Promise<number> {
  const { blocks, bfree, bavail } = await statfs(directory);
  const used = blocks - bfree;
  return used + bavail === 0 ? 1 : used / (used + bavail);
}
