import type { Alert } from '../../model/alert.ts';
import type { Scenario, Verdict, Window } from '../../model/scenario.ts';
import type { Zone } from '../../model/zone.ts';
import type { Amendment } from '../alerts/active-alerts.ts';
import { type EvidenceContext, makeWindowEvidence } from '../evidence/make-evidence.ts';
import type { UsablePacks } from '../standards/pack-resolver.ts';
import { lookBackMillis, sourceZonesFor } from '../windows/build-window.ts';
import type { Place } from '../windows/place.ts';
import type { LateChanges } from './late-changes.ts';
import { isStillJustified, lateOutcome } from './late-outcome.ts';

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
  const { alert, scenario, zone, zones, late, about, now } = input;
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
  const again = name === null ? null : judge(input, judgedAt, input.usable);
  const was = alert.evidence.verdict;
  if (name === null || again === null || isSameVerdict(again.verdict, was)) return null;
  const isPresentNeeded = !isStillJustified({ was, again: again.verdict });
  const present = isPresentNeeded ? judge(input, now, input.usableNow) : null;
  const { change, severity, reason, on } = lateOutcome({
    cause: name,
    severity: alert.severity,
    was,
    again: again.verdict,
    present: present?.verdict ?? null,
  });
  const { window, verdict, usable } = on === 'present' && present !== null ? present : again;
  return {
    at: now,
    change,
    severity,
    reason,
    evidence: makeWindowEvidence({ scenario, usable, verdict, ...about }, window),
    basis: { kind: 'late', was, again: again.verdict, cause: name },
  };
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
