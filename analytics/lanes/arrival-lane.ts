import { FAILED } from '../../model/bulkhead.ts';
import type { Device } from '../../model/device.ts';
import type { Property } from '../../model/property.ts';
import type { Reading } from '../../model/reading.ts';
import type { Scenario, Severity, Verdict } from '../../model/scenario.ts';
import type { Zone } from '../../model/zone.ts';
import type { AlertPlace } from '../alerts/alert-place.ts';
import { makeReadingEvidence } from '../evidence/make-evidence.ts';
import { severityRank } from '../severity-rank.ts';
import type { UsablePacks } from '../standards/pack-shelf.ts';
import { orderedReading } from '../windows/ordered.ts';
import type { Place } from '../windows/place.ts';
import { subjectKey } from '../windows/subject-key.ts';
import { subjectOfDevice } from '../windows/subjects-of.ts';
import { innermostOfKind } from '../windows/zone-chain.ts';
import { type ArrivalWatch, beginWatch, confirmationOf, interruptWatch, stepWatch } from './arrival-watch.ts';
import { isSwitched, type LaneContext, type SwitchedPlace } from './lane-context.ts';
import { scenariosByProperty } from './scenarios-by-property.ts';

export interface ArrivalLaneSnapshot {
  readonly watches: readonly ArrivalWatch[];
  readonly distrusted: readonly string[];
  readonly lastActiveAt: readonly (readonly [key: string, at: number])[];
}

/** What the arrival lane needs to know of the event-time lane. */
export interface EventLaneView {
  readonly watermarkOf: (zoneId: string) => number;
  readonly severityAt: (place: Omit<AlertPlace, 'lane'>) => Severity | null;
}

/** One reading as one scenario sees it. */
interface Case {
  readonly scenario: Scenario;
  readonly zone: Place;
  readonly usable: UsablePacks;
  readonly verdict: Verdict | null;
}

const NO_CASES: readonly Case[] = [];

const placeKey = ({ scenarioId, zoneId, subject }: Omit<AlertPlace, 'lane'>): string =>
  `${scenarioId}\n${zoneId}${subjectKey(subject)}`;
const sourceKey = (place: string, { deviceId, channel }: Reading): string => `${place}\n${deviceId}\n${channel}`;

/** The arrival lane: a life-safety limit speaks at once, from one reading; event time confirms it or takes it back. */
export class ArrivalLane {
  readonly #context: LaneContext;
  readonly #eventLane: EventLaneView;
  /** Scenarios that judge single readings of a property. */
  readonly #judging: ReadonlyMap<Property, readonly Scenario[]>;
  readonly #watches = new Map<string, ArrivalWatch>();
  /** Sources whose reading was taken back: they may speak again after one good reading below the clear level. */
  readonly #distrusted = new Set<string>();
  readonly #lastActiveAt = new Map<string, number>();

  constructor(context: LaneContext, eventLane: EventLaneView) {
    this.#context = context;
    this.#eventLane = eventLane;
    this.#judging = scenariosByProperty(context.scenarios, ({ evaluateArrival, arrivalNeeds }, property) => {
      return evaluateArrival !== undefined && (arrivalNeeds === undefined || arrivalNeeds.includes(property));
    });
  }

  /** A reading has just come in, judged by itself alone. */
  takeArrival(reading: Reading): void {
    for (const each of this.#casesOf(reading)) {
      if (each.verdict?.severity) this.#raise(each, each.verdict, each.verdict.severity, reading);
    }
  }

  /** A reading with its final quality, in event time or late. */
  takeJudged(reading: Reading): void {
    for (const { scenario, zone, usable, verdict } of this.#casesOf(reading)) {
      const key = placeKey({ scenarioId: scenario.id, zoneId: zone.id, subject: zone.subject });
      if (verdict?.isClear) this.#distrusted.delete(sourceKey(key, reading));
      const watch = this.#watches.get(key);
      if (watch === undefined) continue;
      const holds = this.#context.extensions.run(scenario.id, zone.id, () => scenario.holds(usable.packs));
      if (holds === FAILED) continue;
      const step = stepWatch(watch, reading, verdict, holds.offSeconds);
      this.#watches.set(key, step.watch);
      const at = reading.observedAt;
      if (step.outcome.kind === 'goes-on') {
        this.#confirm(key, at);
      } else if (step.outcome.kind === 'cleared') {
        this.#end(key, { at, change: 'cleared', reason: 'clear condition held for its off-delay' });
      } else {
        if (step.outcome.isDistrusted) this.#distrusted.add(sourceKey(key, reading));
        this.#end(key, { at, change: 'withdrawn', reason: step.outcome.reason });
      }
    }
  }

  /** The event-time lane has judged these at `at` ("scenario, line break, zone"): a joint alert may confirm what stands alone until now. */
  reach(at: number, judged: ReadonlySet<string>): void {
    for (const key of this.#watches.keys()) if (judged.has(key)) this.#confirm(key, at);
  }

  /** Nobody listened for a while, or a scenario was switched: no off-delay runs across it. */
  interrupt(switched?: SwitchedPlace): void {
    for (const [key, watch] of this.#watches) {
      if (switched === undefined || isSwitched(switched, watch)) this.#watches.set(key, interruptWatch(watch));
    }
  }

  snapshot(): ArrivalLaneSnapshot {
    return {
      watches: [...this.#watches.values()],
      distrusted: [...this.#distrusted],
      lastActiveAt: [...this.#lastActiveAt],
    };
  }

  restore({ watches, distrusted, lastActiveAt }: ArrivalLaneSnapshot): void {
    this.#watches.clear();
    this.#distrusted.clear();
    this.#lastActiveAt.clear();
    for (const watch of watches) this.#watches.set(placeKey(watch), watch);
    for (const key of distrusted) this.#distrusted.add(key);
    for (const [key, at] of lastActiveAt) this.#lastActiveAt.set(key, at);
  }

  #casesOf(reading: Reading): readonly Case[] {
    const judging = this.#judging.get(reading.property);
    if (judging === undefined) return NO_CASES;
    const { extensions } = this.#context;
    return judging.flatMap((scenario): readonly Case[] => {
      const { zones, devices } = this.#context.registry;
      const found = innermostOfKind(zones, reading.zoneId, scenario.zoneKinds);
      if (found === null || !extensions.isOn(scenario.id, found.id)) return NO_CASES;
      const zone = extensions.run(scenario.id, found.id, () => placeOf(scenario, devices, reading, found));
      if (zone === FAILED || zone === null) return NO_CASES;
      const usable = this.#context.packFor(scenario, reading.observedAt);
      if (usable === null) return NO_CASES;
      const judge = () => scenario.evaluateArrival?.(reading, zone.kind, usable.packs) ?? null;
      const verdict = extensions.run(scenario.id, zone.id, judge);
      return verdict === FAILED ? NO_CASES : [{ scenario, zone, usable, verdict }];
    });
  }

  #raise({ scenario, zone, usable }: Case, verdict: Verdict, severity: Severity, reading: Reading): void {
    const key = placeKey({ scenarioId: scenario.id, zoneId: zone.id, subject: zone.subject });
    const { observedAt } = reading;
    // Not later than the last one of the place: it would carry the same id, or tell an old story again.
    const isOld = observedAt <= (this.#lastActiveAt.get(key) ?? Number.NEGATIVE_INFINITY);
    if (isOld || this.#watches.has(key) || this.#distrusted.has(sourceKey(key, reading))) return;
    this.#lastActiveAt.set(key, observedAt);
    this.#watches.set(key, beginWatch(scenario.id, zone, reading));
    const context = {
      scenario,
      usable,
      zoneKind: zone.kind,
      verdict,
      watermark: this.#eventLane.watermarkOf(zone.id),
      offset: reading.offset,
      engine: this.#context.engine,
    };
    this.#context.book.raise(scenario, 'arrival', zone, {
      severity,
      activeAt: observedAt,
      raisedAt: observedAt,
      reason: 'one reading, not yet confirmed',
      evidence: makeReadingEvidence(context, orderedReading(reading)),
    });
  }

  #confirm(key: string, at: number): void {
    const watch = this.#watches.get(key);
    const alert = watch && this.#context.book.at({ ...watch, lane: 'arrival' });
    if (!watch || !alert || alert.isUnwatched) return;
    const joint = this.#eventLane.severityAt(watch);
    const reason = confirmationOf(watch, severityRank(joint) >= severityRank('warn'));
    if (reason === null) return;
    this.#watches.set(key, { ...watch, isConfirmed: true });
    this.#context.book.change(alert, { at, change: 'amended', reason });
  }

  #end(key: string, amendment: { at: number; change: 'cleared' | 'withdrawn'; reason: string }): void {
    const watch = this.#watches.get(key);
    const alert = watch && this.#context.book.at({ ...watch, lane: 'arrival' });
    this.#watches.delete(key);
    if (alert) this.#context.book.change(alert, amendment);
  }
}

/** The zone as a whole, or the subject that the reading's device belongs to; null where a scenario that has subjects finds none. */
function placeOf(
  scenario: Scenario,
  devices: ReadonlyMap<string, Device>,
  { deviceId }: Reading,
  zone: Zone | null,
): Place | null {
  if (zone === null || scenario.subjectOf === undefined) return zone;
  const subject = subjectOfDevice(scenario, devices, deviceId);
  return subject && { ...zone, subject };
}
