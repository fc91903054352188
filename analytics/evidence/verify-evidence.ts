import type { Evidence } from '../../model/evidence.ts';
import type { Scenario } from '../../model/scenario.ts';
import { canonicalJson } from '../canonical-json.ts';
import { checkPack } from '../standards/load-pack.ts';
import { addedUpReadings } from './added-up-readings.ts';
import { checkEstimates } from './check-estimates.ts';
import { compareInputs, type JournalAccess } from './compare-inputs.ts';
import { evidenceInputs } from './evidence-inputs.ts';
import { packsOf } from './packs-of.ts';
import { recomputeVerdict } from './recompute-verdict.ts';
import { scenarioHash } from './scenario-hash.ts';

/** A reason why evidence is not a match. */
export interface Finding {
  readonly kind: 'verdict' | 'input' | 'hash' | 'engine';
  readonly detail: string;
}

/** The result of a verification. */
export interface Verification {
  /** All checks passed. Inputs that retention deleted (`gone`) are only counted. */
  readonly ok: boolean;
  readonly findings: readonly Finding[];
  readonly inputs: {
    readonly matched: number;
    readonly gone: number;
    /** Readings that stand in sums and could not be compared; absent: none. */
    readonly addedUp?: number;
  };
}

/** The input of a verification, which needs no running brain. */
export interface VerifyOptions extends JournalAccess {
  readonly evidence: Evidence;
  readonly scenarios: readonly Scenario[];
  /** The engine that recomputes: this process. */
  readonly engine: Evidence['engine'];
}

/** Recomputes a verdict from its evidence, byte for byte, and compares every input with the journal. */
export async function verifyEvidence({
  evidence,
  scenarios,
  engine,
  readRecord,
  decode,
}: VerifyOptions): Promise<Verification> {
  const scenario = scenarios.find(({ id }) => id === evidence.scenarioId);
  const { matched, gone, differences } = await compareInputs(evidenceInputs(evidence), { readRecord, decode });
  const findings: Finding[] = [
    ...rulesFindings(evidence, scenario),
    ...(scenario === undefined ? [] : verdictFindings(evidence, scenario, engine)),
    ...[...differences, ...checkEstimates(evidence)].map((detail) => ({ kind: 'input' as const, detail })),
  ];
  const addedUp = addedUpReadings(evidence);
  return {
    ok: findings.length === 0,
    findings,
    inputs: addedUp === 0 ? { matched, gone } : { matched, gone, addedUp },
  };
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
    for (const problem of checkPack(pack)) details.push(`pack ${pack.id}@${pack.version}: ${problem}`);
  }
  return details.map((detail) => ({ kind: 'hash', detail }));
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
