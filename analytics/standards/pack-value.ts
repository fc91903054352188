import type { StandardsPack } from '../../model/standards-pack.ts';

/** Packs that are judged by together, in the order of preference. */
export type Packs = readonly StandardsPack[];

/** One number of the packs by the name of its row, from the first that has it; throws when none has such a number. */
export function packValue(packs: Packs, row: string): number {
  for (const { table } of packs) {
    const found = table[row];
    if (found !== undefined && 'value' in found) return found.value;
  }
  const names = packs.map(({ id, version }) => `${id}@${version}`).join(', ');
  throw new Error(`standards pack ${names} has no row "${row}" with a number`);
}
