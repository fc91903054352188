import type { Evidence } from '../../model/evidence.ts';
import type { StandardsPack } from '../../model/standards-pack.ts';

/** All packs in evidence, the scenario's own first. */
export const packsOf = ({ pack, furtherPacks = [] }: Evidence): readonly [StandardsPack, ...StandardsPack[]] => [
  pack,
  ...furtherPacks,
];
