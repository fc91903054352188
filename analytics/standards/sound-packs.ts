import type { RegistryView } from '../../model/registry-view.ts';
import type { StandardsPack } from '../../model/standards-pack.ts';
import { checkPack } from './load-pack.ts';

/** The packs of the registry that reproduce their own vectors. */
export const soundPacks = ({ packs }: Pick<RegistryView, 'packs'>): readonly StandardsPack[] =>
  [...packs.values()].filter((pack) => checkPack(pack).length === 0);
