import { statfs } from 'node:fs/promises';

/**
 * Used share of the file system of a folder, 0 to 1, as `df` computes it: without the blocks reserved for root; or what
 * it would be with `moreBytes` in it.
 */
export async function usedShare(directory: string, moreBytes = 0): Promise<number> {
  const { blocks, bfree, bavail, bsize } = await statfs(directory);
  const used = blocks - bfree;
  return used + bavail === 0 ? 1 : (used + moreBytes / bsize) / (used + bavail);
}
