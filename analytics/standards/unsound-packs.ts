import type { RefusedPacks } from '../../model/refused-packs.ts';
import type { RegistryView } from '../../model/registry-view.ts';
import { editionKey } from '../../model/standards-pack.ts';
import { checkPack } from './load-pack.ts';

/** The invalid packs of the registry, with their problems. */
export const unsoundPacks = ({ packs }: Pick<RegistryView, 'packs'>): readonly RefusedPacks[] =>
  [...packs.values()].flatMap((pack) => {
    const problems = checkPack(pack);
    return problems.length === 0 ? [] : [{ scenarioId: null, packs: [editionKey(pack)], problems }];
  });
