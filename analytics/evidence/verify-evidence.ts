import type { Evidence } from '../../model/evidence.ts';
import type { Scenario } from '../../model/scenario.ts';
import { canonicalJson } from '../canonical-json.ts';
import { checkPack } from '../standards/load-pack.ts';
import { checkEstimates } from './check-estimates.ts';
import { compareInputs, type JournalAccess } from './compare-inputs.ts';
import { evidenceInputs } from './evidence-inputs.ts';
import { packsOf } from './packs-of.ts';
import { recomputeVerdict } from './recompute-verdict.ts';
import { scenarioHash } from './scenario-hash.ts';

/** One thing that keeps evidence from being a match. */
export interface Finding {
  readonly kind: 'verdict' | 'input' | 'hash' | 'engine';
  readonly detail: string;
}

export interface Verification {
  /** Every check passed. Inputs that retention has cut (`gone`) do not speak against it, and are counted. */
  readonly ok: boolean;
  readonly findings: readonly Finding[];
  readonly inputs: { readonly matched: number; readonly gone: number };
}

/** What a verification needs; nothing of it comes from the brain. */
export interface VerifyOptions extends JournalAccess {
  readonly evidence: Evidence;
  readonly scenarios: readonly Scenario[];
  /** The engine that recomputes: this process. */
  readonly engine: Evidence['engine'];
}

/** Recomputes a verdict from its evidence, to the byte, and compares every input with the journal. */
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
  return { ok: findings.length === 0, findings, inputs: { matched, gone } };
}

/** Are these the rules that the hash names, and do we know them? */
function rulesFindings(evidence: Evidence, scenario: Scenario | undefined): readonly Finding[] {
  const { scenarioId, scenarioVersion } = evidence;
  const packs = packsOf(evidence);
  const details: string[] = [];
  const hash = scenarioHash({ id: scenarioId, version: scenarioVersion }, packs);
  if (hash !== evidence.scenarioHash) details.push(`evidence names rules ${evidence.scenarioHash}, it carries ${hash}`);
  if (scenario === undefined) details.push(`scenario "${scenarioId}" is not known here`);
  else if (scenario.version !== scenarioVersion) {
    details.push(`judged by ${scenarioId} version ${scenarioVersion}, known here is version ${scenario.version}`);
  }
  for (const pack of packs) {
    for (const problem of checkPack(pack)) details.push(`pack ${pack.id}@${pack.version}: ${problem}`);
  }
  return details.map((detail) => ({ kind: 'hash', detail }));
}

/** The verdict again. Another engine is never called a match, even where the bytes agree: both results are shown. */
function verdictFindings(evidence: Evidence, scenario: Scenario, engine: Evidence['engine']): readonly Finding[] {
  const then = canonicalJson(evidence.verdict);
  const now = recomputeVerdict(evidence, scenario);
  const findings: Finding[] = [];
  if (engine.version !== evidence.engine.version || engine.node !== evidence.engine.node) {
    const detail = `${nameOf(evidence.engine)} said ${then}; ${nameOf(engine)} says ${now}`;
    findings.push({ kind: 'engine', detail });
  }
  if (then !== now) findings.push({ kind: 'verdict', detail: `evidence says ${then}; recomputed ${now}` });
  return findings;
}

const nameOf = ({ version, node }: Evidence['engine']): string => `Citynerve ${version} on Node ${node}`;
