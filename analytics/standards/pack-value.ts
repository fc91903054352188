import type { StandardsPack } from '../../model/standards-pack.ts';

/** One number of a pack by the name of its row; throws when the pack has no such row. */
export function packValue(pack: StandardsPack, row: string): number {
  const found = pack.table[row];
  if (found === undefined || !('value' in found))
    throw new Error(`standards pack ${pack.id}@${pack.version} has no row "${row}"`);
  return found.value;
}
