import type { Scenario } from '../../model/scenario.ts';
import type { StandardsPack } from '../../model/standards-pack.ts';
import { canonicalHash } from '../canonical-json.ts';

/** SHA-256 of the canonical text of scenario id, version and packs: one short word for "the same rules". */
export function scenarioHash({ id, version }: Pick<Scenario, 'id' | 'version'>, packs: readonly StandardsPack[]) {
  const [pack, ...furtherPacks] = packs;
  // Evidence of one pack alone was hashed without the second member, and still is.
  return canonicalHash({ id, version, pack, furtherPacks: furtherPacks.length > 0 ? furtherPacks : undefined });
}
