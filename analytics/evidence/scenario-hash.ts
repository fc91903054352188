import type { Scenario } from '../../model/scenario.ts';
import type { StandardsPack } from '../../model/standards-pack.ts';
import { canonicalHash } from '../canonical-json.ts';

/** SHA-256 of the canonical text of scenario id, version and pack: one short word for "the same rules". */
export const scenarioHash = ({ id, version }: Pick<Scenario, 'id' | 'version'>, pack: StandardsPack): string =>
  canonicalHash({ id, version, pack });
