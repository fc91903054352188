import type { Evidence } from '../../model/evidence.ts';
import { errorText } from '../../model/extension-health.ts';
import type { Scenario } from '../../model/scenario.ts';
import { canonicalJson } from '../canonical-json.ts';
import { checkPack } from '../standards/load-pack.ts';
import { checkEstimates } from './check-estimates.ts';
import type { Finding } from './finding.ts';
import { packsOf } from './packs-of.ts';
import { recomputeVerdict } from './recompute-verdict.ts';
import { scenarioHash } from './scenario-hash.ts';

/** The rules and the engine of this process. */
export interface Verifier {
  readonly scenarios: readonly Scenario[];
  readonly engine: Evidence['engine'];
}

/** Recomputes a verdict from its evidence alone, byte for byte, and checks its rules and estimates. */
export function verifyEvidence(evidence: Evidence, { scenarios, engine }: Verifier): readonly Finding[] {
  const scenario = scenarios.find(({ id }) => id === evidence.scenarioId);
  return [
    ...rulesFindings(evidence, scenario),
    ...(scenario === undefined ? [] : verdictFindings(evidence, scenario, engine)),
    ...checkEstimates(evidence).map((detail) => ({ kind: 'input' as const, detail })),
  ];
}

/** Checks that the rules match the hash, and that they are known here. */
function rulesFindings(evidence: Evidence, scenario: Scenario | undefined): readonly Finding[] {
  const { scenarioId, scenarioVersion } = evidence;
  const packs = packsOf(evidence);
  const details: string[] = [];
  const hash = scenarioHash({ id: scenarioId, version: scenarioVersion }, packs);
  if (hash !== evidence.scenarioHash)
    details.push(`the hash of the rules is ${hash}, in evidence it is ${evidence.scenarioHash}`);
  if (scenario === undefined) details.push(`scenario "${scenarioId}" is not known here`);
  else if (scenario.version !== scenarioVersion) {
    details.push(`judged by ${scenarioId} version ${scenarioVersion}, known here is version ${scenario.version}`);
  }
  for (const pack of packs) {
    for (const problem of packProblems(pack)) details.push(`pack ${pack.id}@${pack.version}: ${problem}`);
  }
  return details.map((detail) => ({ kind: 'hash', detail }));
}

/** A pack in a file may have any form, so that the checks may throw. */
function packProblems(pack: Evidence['pack']): readonly string[] {
  try {
    return checkPack(pack);
  } catch (error) {
    return [errorText(error)];
  }
}

/** Recomputes the verdict. With another engine it is never a match, even if the result is the same: both are shown. */
function verdictFindings(evidence: Evidence, scenario: Scenario, engine: Evidence['engine']): readonly Finding[] {
  const then = canonicalJson(evidence.verdict);
  const now = recomputeVerdict(evidence, scenario);
  const findings: Finding[] = [];
  if (engine.version !== evidence.engine.version || engine.node !== evidence.engine.node) {
    const detail = `${nameOf(evidence.engine)} computed ${then}; ${nameOf(engine)} computes ${now}`;
    findings.push({ kind: 'engine', detail });
  }
  if (then !== now) findings.push({ kind: 'verdict', detail: `evidence has ${then}; recomputed ${now}` });
  return findings;
}

const nameOf = ({ version, node }: Evidence['engine']): string => `Citynerve ${version} on Node ${node}`;
