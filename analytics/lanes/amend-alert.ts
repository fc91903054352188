import type { Alert } from '../../model/alert.ts';
import type { Scenario, Severity, Verdict, Window } from '../../model/scenario.ts';
import type { Zone } from '../../model/zone.ts';
import type { Amendment } from '../alerts/active-alerts.ts';
import { type EvidenceContext, makeWindowEvidence } from '../evidence/make-evidence.ts';
import { maxSeverity, severityRank } from '../severity-rank.ts';
import type { UsablePacks } from '../standards/pack-resolver.ts';
import { lookBackMillis, sourceZonesFor } from '../windows/build-window.ts';
import type { Place } from '../windows/place.ts';
import type { LateChanges } from './late-changes.ts';

/** An alert of the event lane, and the data needed to re-evaluate its evidence. */
export interface AmendInput {
  readonly alert: Alert;
  readonly scenario: Scenario;
  readonly zone: Place;
  readonly zones: ReadonlyMap<string, Zone>;
  readonly late: LateChanges;
  readonly windowAt: (at: number) => Window | null;
  /** The packs with which the alert was evaluated. */
  readonly usable: UsablePacks;
  /** The packs in force now, which may be a later edition. */
  readonly usableNow: UsablePacks;
  readonly about: Pick<EvidenceContext, 'zoneKind' | 'watermark' | 'offset' | 'engine'>;
  readonly now: number;
}

/** Re-evaluates the evidence of an alert where late data changed it; null: the verdict is the same. */
export function amendAlert(input: AmendInput): Amendment | null {
  const { alert, scenario, zone, zones, late, now } = input;
  const judgedAt = alert.evidence.window?.at;
  if (judgedAt === undefined) return null;
  const name = late.nameOf(
    scenario.needs.map((property) => ({
      zoneIds: sourceZonesFor(scenario, property, zone, zones).map(({ id }) => id),
      property,
      after: judgedAt - lookBackMillis(scenario, property),
      until: judgedAt,
    })),
  );
  const then = name === null ? null : judge(input, judgedAt, input.usable);
  const was = alert.evidence.verdict;
  if (name === null || then === null || isSameVerdict(then.verdict, was)) return null;
  const isStillJustified = then.verdict.severity !== null || was.severity === null;
  if (isStillJustified) return amended(input, then, reducedTo(alert.severity, was, then.verdict), name);
  // The alert should not have been raised on that window, but if its condition holds now, it is kept on the current
  // one.
  const present = judge(input, now, input.usableNow);
  const carried = present === null ? null : maxSeverity(present.verdict.severity, present.verdict.keeps ?? null);
  if (present === null || present.verdict.severity === null || carried === null) {
    return { at: now, change: 'withdrawn', reason: `${name}: the condition did not hold` };
  }
  return amended(input, present, minSeverity(alert.severity, carried), name);
}

interface Judged {
  readonly window: Window;
  readonly verdict: Verdict;
  readonly usable: UsablePacks;
}

function judge({ scenario, windowAt }: AmendInput, at: number, usable: UsablePacks): Judged | null {
  const window = windowAt(at);
  return window === null ? null : { window, verdict: scenario.evaluate(window, usable.packs), usable };
}

const isSameVerdict = (a: Verdict, b: Verdict): boolean =>
  a.severity === b.severity && a.because.join() === b.because.join();

/** A late reading may lower the severity at once; a higher one is subject to the on-delay of the state machine. */
function reducedTo(current: Severity, was: Verdict, now: Verdict): Severity {
  if (now.severity === null || severityRank(now.severity) >= severityRank(was.severity)) return current;
  return minSeverity(current, now.severity);
}

const minSeverity = (a: Severity, b: Severity): Severity => (severityRank(a) <= severityRank(b) ? a : b);

function amended(input: AmendInput, judged: Judged, severity: Severity, name: string): Amendment {
  const { window, verdict, usable } = judged;
  const { alert, scenario, about, now } = input;
  const was = alert.evidence.verdict;
  const change =
    verdict.severity === was.severity
      ? `${was.because.join(', ')} became ${verdict.because.join(', ')}`
      : `${was.severity ?? 'nothing'} became ${verdict.severity ?? 'nothing'}`;
  return {
    at: now,
    change: 'amended',
    severity,
    reason: `${name}: ${change}`,
    evidence: makeWindowEvidence({ scenario, usable, verdict, ...about }, window),
  };
}
