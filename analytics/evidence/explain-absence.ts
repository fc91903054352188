import type { Judgement } from '../../model/judgement.ts';
import { SEVERITIES, type Severity } from '../../model/scenario.ts';
import { eventTimeText } from '../event-time-text.ts';
import { severityRank } from '../severity-rank.ts';
import { conditionText } from './condition-text.ts';
import type { Explained } from './explain-evidence.ts';
import { missingConditions } from './missing-conditions.ts';

/** One severity that did not stand, and why. */
export interface Absence {
  readonly severity: Severity;
  /** `missing`: conditions did not hold; `held-too-short`: they did, but not for the on-delay. */
  readonly why: 'missing' | 'held-too-short' | 'held-again' | 'not-explained';
  /** Names of the conditions that were missing, in the sets that were nearest. */
  readonly conditions: readonly (readonly string[])[];
  readonly text: string;
}

/**
 * Why severities above `standing` did not stand at the last of these judgements of one place, which are in order of
 * time; the lowest severity first.
 */
export function explainAbsence(
  judgements: readonly Judgement[],
  standing: Severity | null,
  { scenario, words }: Explained,
): readonly Absence[] {
  const last = judgements.at(-1);
  if (last === undefined) return [];
  const { window, packs, verdict } = last;
  const { onSeconds } = scenario.holds(packs);
  const explanation = scenario.explain?.(window, packs) ?? null;
  return SEVERITIES.filter((severity) => severityRank(severity) > severityRank(standing)).map((severity): Absence => {
    if (severityRank(verdict.severity) >= severityRank(severity)) {
      return notHeld(severity, sinceOf(judgements, severity), window.at, onSeconds[severity]);
    }
    const missing = explanation === null ? [] : missingConditions(explanation, severity);
    if (missing.length === 0) {
      return { severity, why: 'not-explained', conditions: [], text: `${severity}: its conditions did not hold` };
    }
    const texts = missing.map((set) => set.map((each) => conditionText(each, words)).join(' and '));
    const conditions = missing.map((set) => set.map(({ name }) => name));
    return { severity, why: 'missing', conditions, text: `for ${severity} was missing: ${texts.join('; or ')}` };
  });
}

/** Since when the verdicts were at least this severe, without one between that was not. */
function sinceOf(judgements: readonly Judgement[], severity: Severity): number {
  const broken = judgements.findLastIndex(({ verdict }) => severityRank(verdict.severity) < severityRank(severity));
  return judgements[broken + 1]?.window.at ?? 0;
}

function notHeld(severity: Severity, since: number, at: number, onSeconds: number): Absence {
  const heldSeconds = (at - since) / 1000;
  const held = `${severity}: its conditions have held since ${eventTimeText(since)} (${heldSeconds} s)`;
  if (heldSeconds < onSeconds) {
    const text = `${held}, and must hold for ${onSeconds} s`;
    return { severity, why: 'held-too-short', conditions: [], text };
  }
  const text = `${held} of ${onSeconds} s: a gap, a jump of time or a switched scenario began the wait anew`;
  return { severity, why: 'held-again', conditions: [], text };
}
