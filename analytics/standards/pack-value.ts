import type { StandardsPack } from '../../model/standards-pack.ts';

/** Packs that are used together, in the order of precedence. */
export type Packs = readonly StandardsPack[];

/** The number in a row, from the first pack that has it; throws when none has it. */
export function packValue(packs: Packs, row: string): number {
  for (const { table } of packs) {
    const found = table[row];
    if (found !== undefined && 'value' in found) return found.value;
  }
  const names = packs.map(({ id, version }) => `${id}@${version}`).join(', ');
  throw new Error(`standards pack ${names} has no row "${row}" with a number`);
}
