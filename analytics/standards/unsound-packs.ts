import type { RefusedPacks } from '../../model/refused-packs.ts';
import type { RegistryView } from '../../model/registry-view.ts';
import { editionKey } from '../../model/standards-pack.ts';
import { checkPack } from './load-pack.ts';

/** The packs of the registry that do not reproduce their own vectors. */
export const unsoundPacks = ({ packs }: Pick<RegistryView, 'packs'>): readonly RefusedPacks[] =>
  [...packs.values()].flatMap((pack) => {
    const problems = checkPack(pack);
    return problems.length === 0 ? [] : [{ scenarioId: null, packs: [editionKey(pack)], problems }];
  });
