import { evidenceHash } from '../../model/evidence-hash.ts';
import { addedUpReadings } from './added-up-readings.ts';
import { compareInputs, type JournalAccess } from './compare-inputs.ts';
import { evidenceInputs } from './evidence-inputs.ts';
import type { Finding } from './finding.ts';
import { type Verifier, verifyEvidence } from './verify-evidence.ts';
import { type HistoryOptions, type HistoryReport, verifyHistory } from './verify-history.ts';

/** The result of a verification. */
export interface Verification {
  /** All checks passed. Inputs that retention deleted (`gone`) are only counted. */
  readonly ok: boolean;
  readonly findings: readonly Finding[];
  /** `notCompared`: there was no journal to compare with; absent: there was. */
  readonly inputs: {
    readonly matched: number;
    readonly gone: number;
    readonly notCompared?: number;
    /** Readings that stand in sums and could not be compared; absent: none. */
    readonly addedUp?: number;
  };
  readonly steps: Pick<HistoryReport, 'recomputed' | 'older'>;
}

/** The input of a verification, which needs no running brain; `journal` null: there is none to compare with. */
export interface VerifyAlertOptions extends HistoryOptions, Verifier {
  readonly journal: JournalAccess | null;
}

/**
 * Verifies an alert as a whole: the evidence of every step, each input against the journal, each step against its
 * evidence, and every field against the history.
 */
export async function verifyAlert(options: VerifyAlertOptions): Promise<Verification> {
  const { alert, journal } = options;
  // The evidence within the alert is that of one of its steps.
  const inline = evidenceHash(alert.evidence);
  const evidenceOf = (hash: string, revision: number) =>
    hash === inline ? alert.evidence : options.evidenceOf(hash, revision);
  const kept = alert.history.flatMap(({ change, evidenceHash: hash }, index) => {
    const evidence = hash === undefined ? null : evidenceOf(hash, index + 1);
    return evidence === null ? [] : [{ label: `step ${index + 1} (${change}): `, evidence }];
  });
  // Of a version that kept no evidence for each step, that within the alert is all there is.
  const isApart = kept.every(({ evidence }) => evidence !== alert.evidence);
  const all = isApart ? [{ label: '', evidence: alert.evidence }, ...kept] : kept;
  const verdicts = all.flatMap(({ label, evidence }) =>
    verifyEvidence(evidence, options).map(({ kind, detail }) => ({ kind, detail: label + detail })),
  );
  const { findings: steps, recomputed, older } = verifyHistory({ ...options, evidenceOf });
  const inputs = evidenceInputs(all.map(({ evidence }) => evidence));
  const compared = journal === null ? null : await compareInputs(inputs, journal);
  const findings: readonly Finding[] = [
    ...steps,
    ...verdicts,
    ...(compared?.differences ?? []).map((detail) => ({ kind: 'input' as const, detail })),
  ];
  const addedUp = addedUpReadings(all.map(({ evidence }) => evidence));
  return {
    ok: findings.length === 0,
    findings,
    inputs: {
      matched: compared?.matched ?? 0,
      gone: compared?.gone ?? 0,
      ...(compared === null ? { notCompared: inputs.length } : {}),
      ...(addedUp === 0 ? {} : { addedUp }),
    },
    steps: { recomputed, older },
  };
}
