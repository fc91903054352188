import type { AlertStep } from '../../model/alert-step.ts';
import type { Evidence, EvidenceRecord } from '../../model/evidence.ts';
import { evidenceHash } from '../../model/evidence-hash.ts';

/** The evidence of one step: that of its verdict, with the step as the last member. */
export function stepEvidence(evidence: Evidence, step: AlertStep): EvidenceRecord {
  const { step: _, ...verdict } = evidence;
  const whole: Evidence = Object.freeze({ ...verdict, step });
  return { alertId: step.alertId, hash: evidenceHash(whole), evidence: whole };
}
