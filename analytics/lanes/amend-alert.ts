import type { Alert } from '../../model/alert.ts';
import type { Scenario, Severity, Verdict, Window } from '../../model/scenario.ts';
import type { Zone } from '../../model/zone.ts';
import type { Amendment } from '../alerts/alert-book.ts';
import { type EvidenceContext, makeWindowEvidence } from '../evidence/make-evidence.ts';
import { graver, severityRank } from '../severity-rank.ts';
import type { UsablePacks } from '../standards/pack-shelf.ts';
import { lookBackMillis, speakersFor } from '../windows/build-window.ts';
import type { Place } from '../windows/place.ts';
import type { LateChanges } from './late-changes.ts';

/** An alert of the event lane, and what is needed to judge again what it rests on. */
export interface AmendInput {
  readonly alert: Alert;
  readonly scenario: Scenario;
  readonly zone: Place;
  readonly zones: ReadonlyMap<string, Zone>;
  readonly late: LateChanges;
  readonly windowAt: (at: number) => Window | null;
  /** What the alert was judged by. */
  readonly usable: UsablePacks;
  /** What holds now: on the day on which an edition ends, another than the alert was judged by. */
  readonly usableNow: UsablePacks;
  readonly about: Pick<EvidenceContext, 'zoneKind' | 'watermark' | 'offset' | 'engine'>;
  readonly now: number;
}

/** Judges again what an alert rests on, where late data changed it; null when the verdict stands. */
export function amendAlert(input: AmendInput): Amendment | null {
  const { alert, scenario, zone, zones, late, now } = input;
  const judgedAt = alert.evidence.window?.at;
  if (judgedAt === undefined) return null;
  const name = late.nameOf(
    scenario.needs.map((property) => ({
      zoneIds: speakersFor(scenario, property, zone, zones).map(({ id }) => id),
      property,
      after: judgedAt - lookBackMillis(scenario, property),
      until: judgedAt,
    })),
  );
  const then = name === null ? null : judge(input, judgedAt, input.usable);
  const was = alert.evidence.verdict;
  if (name === null || then === null || isSameVerdict(then.verdict, was)) return null;
  const isStillFounded = then.verdict.severity !== null || was.severity === null;
  if (isStillFounded) return amended(input, then, reducedTo(alert.severity, was, then.verdict), name);
  // It should not have been raised on that window, but what holds now may carry it: a flood is not called off for a detail.
  const present = judge(input, now, input.usableNow);
  const carried = present === null ? null : graver(present.verdict.severity, present.verdict.keeps ?? null);
  if (present === null || present.verdict.severity === null || carried === null) {
    return { at: now, change: 'withdrawn', reason: `${name}: the condition did not hold` };
  }
  return amended(input, present, milder(alert.severity, carried), name);
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

/** A late reading may lower the severity at once; raising it goes through the hold of the alert machine like any other rise. */
function reducedTo(current: Severity, was: Verdict, now: Verdict): Severity {
  if (now.severity === null || severityRank(now.severity) >= severityRank(was.severity)) return current;
  return milder(current, now.severity);
}

const milder = (a: Severity, b: Severity): Severity => (severityRank(a) <= severityRank(b) ? a : b);

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
