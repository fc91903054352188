import type { Evidence } from '../../model/evidence.ts';
import type { Reading } from '../../model/reading.ts';
import type { Scenario, Verdict, Window } from '../../model/scenario.ts';
import { canonicalJson } from '../canonical-json.ts';
import type { UsablePacks } from '../standards/pack-resolver.ts';

/** The parts of evidence besides its input. */
export interface EvidenceContext {
  readonly scenario: Scenario;
  readonly usable: UsablePacks;
  readonly zoneKind: string;
  readonly verdict: Verdict;
  readonly watermark: number;
  readonly offset: number;
  readonly engine: Evidence['engine'];
}

/** Evidence of the event lane: the window, trimmed by the scenario if the verdict stays the same, byte for byte. */
export function makeWindowEvidence(context: EvidenceContext, window: Window): Evidence {
  const { scenario, usable, verdict } = context;
  const trimmed = scenario.trim?.(window, usable.packs) ?? window;
  const isSame = canonicalJson(scenario.evaluate(trimmed, usable.packs)) === canonicalJson(verdict);
  return makeEvidence(context, 'event', isSame ? trimmed : window, null);
}

/** Evidence of the arrival lane: the reading that was evaluated. */
export const makeReadingEvidence = (context: EvidenceContext, reading: Reading): Evidence =>
  makeEvidence(context, 'arrival', null, reading);

const makeEvidence = (
  { scenario, usable, zoneKind, verdict, watermark, offset, engine }: EvidenceContext,
  lane: Evidence['lane'],
  window: Window | null,
  reading: Reading | null,
): Evidence => {
  const [pack, ...furtherPacks] = usable.packs;
  return {
    scenarioId: scenario.id,
    scenarioVersion: scenario.version,
    scenarioHash: usable.scenarioHash,
    pack,
    ...(furtherPacks.length > 0 ? { furtherPacks } : {}),
    lane,
    window,
    reading,
    zoneKind,
    verdict,
    watermark,
    offset,
    engine: { version: engine.version, node: engine.node },
  };
};
