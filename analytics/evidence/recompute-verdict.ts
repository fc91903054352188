import type { Evidence } from '../../model/evidence.ts';
import type { Scenario } from '../../model/scenario.ts';
import { canonicalJson } from '../canonical-json.ts';
import { NOT_JUDGED } from '../lanes/arrival-watch.ts';
import { packsOf } from './packs-of.ts';

/**
 * Recomputes the verdict from evidence alone, as canonical JSON; or a sentence that says why it cannot be recomputed.
 */
export function recomputeVerdict(evidence: Evidence, scenario: Scenario): string {
  try {
    const { lane, window, reading, zoneKind } = evidence;
    const packs = packsOf(evidence);
    if (lane === 'event' && window !== null) return canonicalJson(scenario.evaluate(window, packs));
    if (lane === 'arrival' && reading !== null && scenario.evaluateArrival !== undefined) {
      const kind = scenario.zoneKinds.find((each) => each === zoneKind);
      if (kind === undefined) return `scenario ${scenario.id} does not judge a zone of kind "${zoneKind}"`;
      return canonicalJson(scenario.evaluateArrival(reading, kind, packs) ?? NOT_JUDGED);
    }
    return `nothing to judge in the ${lane} lane`;
  } catch (error) {
    return `cannot be judged: ${error instanceof Error ? error.message : String(error)}`;
  }
}
