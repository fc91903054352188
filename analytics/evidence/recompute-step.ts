import type { AlertStep } from '../../model/alert-step.ts';
import type { Evidence } from '../../model/evidence.ts';
import type { Scenario, Severity, Verdict } from '../../model/scenario.ts';
import { stepMachine } from '../alerts/alert-machine.ts';
import { reasonOfMove } from '../alerts/reason-of-move.ts';
import { confirmationOf, RAISED_BY_READING, stepWatch } from '../lanes/arrival-watch.ts';
import { lateOutcome } from '../lanes/late-outcome.ts';
import { packsOf } from './packs-of.ts';

/** What a step's evidence leads to; `activeAt`: of a raised alert, since when its condition held. */
export interface RecomputedStep extends Pick<AlertStep, 'at' | 'change' | 'severity' | 'reason'> {
  readonly activeAt: number | null;
}

/**
 * Computes a step again from its evidence; a sentence: it cannot be. `before`: the severity before the step; null:
 * there was no alert. What the basis says of the time before (since when a condition has held, which readings had
 * followed) is taken from there; `--refold` computes that too.
 */
export function recomputeStep(
  evidence: Evidence,
  step: AlertStep,
  scenario: Scenario,
  before: Severity | null,
): RecomputedStep | string {
  const { basis } = step;
  if (basis.kind === 'hold') return afterHold(evidence, basis.before, scenario, before);
  if (basis.kind === 'reading') return fromReading(evidence);
  if (before === null) return 'there was no alert before';
  if (basis.kind === 'late') return afterLateData(evidence, basis, step.change, before);
  if (basis.kind === 'switch') {
    const isKnown = step.reason === 'watched again' || step.reason.startsWith('not watched: ');
    const outcome = { at: step.at, change: 'amended', severity: before, reason: step.reason, activeAt: null } as const;
    return isKnown ? outcome : 'its reason is not that of a scenario which was switched';
  }
  return afterReading(evidence, basis, scenario, { severity: before, at: step.at });
}

function afterHold(
  evidence: Evidence,
  state: Parameters<typeof stepMachine>[0],
  scenario: Scenario,
  before: Severity | null,
): RecomputedStep | string {
  const { window, verdict } = evidence;
  if (window === null) return 'it has no window';
  if (state.current !== before)
    return `it begins at ${state.current ?? 'nothing'}, the alert was at ${before ?? 'nothing'}`;
  const { move } = stepMachine(state, verdict, window.at, scenario.holds(packsOf(evidence)));
  if (move === null) return 'its verdict and hold times lead to no change';
  const { change, severity, since } = move;
  const activeAt = change === 'raised' ? since : null;
  return { at: window.at, change, severity, reason: reasonOfMove(move, verdict), activeAt };
}

function fromReading({ reading, verdict }: Evidence): RecomputedStep | string {
  if (reading === null || verdict.severity === null) return 'its reading raises no alert';
  const at = reading.observedAt;
  return { at, change: 'raised', severity: verdict.severity, reason: RAISED_BY_READING, activeAt: at };
}

function afterLateData(
  { verdict, watermark }: Evidence,
  { was, again, cause }: { readonly was: Verdict; readonly again: Verdict; readonly cause: string },
  change: AlertStep['change'],
  severity: Severity,
): RecomputedStep {
  // What was withdrawn has the evidence of the window that late data changed, not that of the current window.
  const present = change === 'withdrawn' ? null : verdict;
  const { on: _, ...outcome } = lateOutcome({ cause, severity, was, again, present });
  return { at: watermark, ...outcome, activeAt: null };
}

type FollowingBasis = Extract<AlertStep['basis'], { readonly kind: 'watch' | 'joint' }>;

function afterReading(
  evidence: Evidence,
  { kind, before, joint }: FollowingBasis,
  scenario: Scenario,
  alert: { readonly severity: Severity; readonly at: number },
): RecomputedStep | string {
  const { severity } = alert;
  if (kind === 'joint') {
    const reason = confirmationOf(before, joint);
    if (reason === null) return 'its watch is not confirmed by the event lane';
    return { at: alert.at, change: 'amended', severity, reason, activeAt: null };
  }
  const { reading, zoneKind } = evidence;
  const zone = scenario.zoneKinds.find((each) => each === zoneKind);
  if (reading === null || zone === undefined) return 'it has no reading';
  const packs = packsOf(evidence);
  const verdict = scenario.evaluateArrival?.(reading, zone, packs) ?? null;
  const { watch, outcome } = stepWatch(before, reading, verdict, scenario.holds(packs).offSeconds);
  const at = reading.observedAt;
  if (outcome.kind !== 'goes-on') return { at, change: outcome.kind, severity, reason: outcome.reason, activeAt: null };
  const reason = confirmationOf(watch, joint);
  if (reason === null) return 'its reading leads to no change';
  return { at, change: 'amended', severity, reason, activeAt: null };
}
