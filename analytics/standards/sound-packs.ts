import type { RegistryView } from '../../model/registry-view.ts';
import type { StandardsPack } from '../../model/standards-pack.ts';
import { checkPack } from './load-pack.ts';

const checked = new WeakMap<StandardsPack, boolean>();

/** The packs of the registry that reproduce their own vectors; each is checked once. */
export function soundPacks({ packs }: Pick<RegistryView, 'packs'>): readonly StandardsPack[] {
  return [...packs.values()].filter((pack) => {
    const known = checked.get(pack) ?? checkPack(pack).length === 0;
    checked.set(pack, known);
    return known;
  });
}
