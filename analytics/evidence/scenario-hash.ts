import type { Scenario } from '../../model/scenario.ts';
import type { StandardsPack } from '../../model/standards-pack.ts';
import { canonicalHash } from '../canonical-json.ts';

/** SHA-256 of scenario id, version and packs as canonical JSON: equal hashes mean equal rules. */
export function scenarioHash({ id, version }: Pick<Scenario, 'id' | 'version'>, packs: readonly StandardsPack[]) {
  const [pack, ...furtherPacks] = packs;
  // Without further packs the member is absent, as in versions that had only one pack.
  return canonicalHash({ id, version, pack, furtherPacks: furtherPacks.length > 0 ? furtherPacks : undefined });
}
