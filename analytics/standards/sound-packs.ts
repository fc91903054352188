import type { RegistryView } from '../../model/registry-view.ts';
import type { StandardsPack } from '../../model/standards-pack.ts';
import { checkPack } from './load-pack.ts';

/** The valid packs of the registry. */
export const soundPacks = ({ packs }: Pick<RegistryView, 'packs'>): readonly StandardsPack[] =>
  [...packs.values()].filter((pack) => checkPack(pack).length === 0);
