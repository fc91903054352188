import type { RefusedPacks } from '../../model/refused-packs.ts';
import type { RegistryView } from '../../model/registry-view.ts';
import { editionKey, type StandardsPack } from '../../model/standards-pack.ts';
import { checkPack } from './load-pack.ts';

const checked = new WeakMap<StandardsPack, readonly string[]>();

/** The packs of the registry that do not reproduce their own vectors; each is checked once. */
export const unsoundPacks = ({ packs }: Pick<RegistryView, 'packs'>): readonly RefusedPacks[] =>
  [...packs.values()].flatMap((pack) => {
    const problems = checked.get(pack) ?? checkPack(pack);
    checked.set(pack, problems);
    return problems.length === 0 ? [] : [{ scenarioId: null, packs: [editionKey(pack)], problems }];
  });
