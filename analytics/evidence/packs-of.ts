import type { Evidence } from '../../model/evidence.ts';
import type { StandardsPack } from '../../model/standards-pack.ts';

/** Every pack that evidence carries, the scenario's own first. */
export const packsOf = ({ pack, furtherPacks = [] }: Evidence): readonly [StandardsPack, ...StandardsPack[]] => [
  pack,
  ...furtherPacks,
];
