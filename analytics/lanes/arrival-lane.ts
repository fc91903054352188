import type { ArrivalWatch } from '../../model/arrival-watch.ts';
import { FAILED } from '../../model/bulkhead.ts';
import type { Device } from '../../model/device.ts';
import type { Evidence } from '../../model/evidence.ts';
import type { Property } from '../../model/property.ts';
import type { Reading } from '../../model/reading.ts';
import type { Scenario, Severity, Verdict } from '../../model/scenario.ts';
import type { Zone } from '../../model/zone.ts';
import type { Amendment } from '../alerts/active-alerts.ts';
import type { AlertPlace } from '../alerts/alert-place.ts';
import { makeReadingEvidence } from '../evidence/make-evidence.ts';
import type { UsablePacks } from '../standards/pack-resolver.ts';
import { orderedReading } from '../windows/ordered.ts';
import type { Place } from '../windows/place.ts';
import { subjectKey } from '../windows/subject-key.ts';
import { subjectOfDevice } from '../windows/subjects-of.ts';
import { innermostOfKind } from '../windows/zone-chain.ts';
import {
  beginWatch,
  confirmationOf,
  interruptWatch,
  NOT_JUDGED,
  RAISED_BY_READING,
  stepWatch,
} from './arrival-watch.ts';
import { type DistrustedChannel, DistrustedChannels } from './distrusted-channels.ts';
import type { EvaluatedPlaces } from './evaluated-places.ts';
import { isSwitched, type LaneContext, type SwitchedPlace } from './lane-context.ts';
import { scenariosByProperty } from './scenarios-by-property.ts';

export interface ArrivalLaneSnapshot {
  readonly watches: readonly ArrivalWatch[];
  /** In checkpoints of earlier versions only the keys. */
  readonly distrusted: readonly (DistrustedChannel | string)[];
  readonly lastActiveAt: readonly (readonly [key: string, at: number])[];
}

/** The state of the event lane that the arrival lane uses. */
export interface EventLaneView {
  readonly watermarkOf: (zoneId: string) => number;
  readonly severityAt: (place: Omit<AlertPlace, 'lane'>) => Severity | null;
}

/** The evaluation of one reading by one scenario. */
interface Case {
  readonly scenario: Scenario;
  readonly zone: Place;
  readonly usable: UsablePacks;
  readonly verdict: Verdict | null;
}

/** A reading of a watched place with its final quality, its evaluation, and the watch before it. */
interface JudgedReading {
  readonly judged: Case;
  readonly reading: Reading;
  readonly before: ArrivalWatch;
}

const NO_CASES: readonly Case[] = [];

const placeKey = ({ scenarioId, zoneId, subject }: Omit<AlertPlace, 'lane'>): string =>
  `${scenarioId}\n${zoneId}${subjectKey(subject)}`;
const sourceKey = (place: string, { deviceId, channel }: Pick<Reading, 'deviceId' | 'channel'>): string =>
  `${place}\n${deviceId}\n${channel}`;

/**
 * The arrival lane: life-safety limits are evaluated at arrival, from one reading. The alert is later confirmed or
 * withdrawn, when the quality of the reading in event time and the following readings are known.
 */
export class ArrivalLane {
  readonly #context: LaneContext;
  readonly #eventLane: EventLaneView;
  /** The scenarios that evaluate single readings of a property. */
  readonly #judging: ReadonlyMap<Property, readonly Scenario[]>;
  readonly #watches = new Map<string, ArrivalWatch>();
  readonly #distrusted = new DistrustedChannels();
  readonly #lastActiveAt = new Map<string, number>();

  constructor(context: LaneContext, eventLane: EventLaneView) {
    this.#context = context;
    this.#eventLane = eventLane;
    this.#judging = scenariosByProperty(context.scenarios, ({ evaluateArrival, arrivalNeeds }, property) => {
      return evaluateArrival !== undefined && (arrivalNeeds === undefined || arrivalNeeds.includes(property));
    });
  }

  /** Takes a reading at its arrival. */
  takeArrival(reading: Reading): void {
    for (const each of this.#casesOf(reading)) {
      if (each.verdict?.severity) this.#raise(each, each.verdict.severity, reading);
    }
  }

  /** Takes a reading with its final quality, in event time or late. */
  takeJudged(reading: Reading): void {
    for (const judged of this.#casesOf(reading)) {
      const { scenario, zone, usable, verdict } = judged;
      const key = placeKey({ scenarioId: scenario.id, zoneId: zone.id, subject: zone.subject });
      const watch = this.#watches.get(key);
      if (watch === undefined) {
        this.#trustAgain(judged, key, reading);
        continue;
      }
      const holds = this.#context.extensions.run(scenario.id, zone.id, () => scenario.holds(usable.packs));
      if (holds === FAILED) continue;
      const step = stepWatch(watch, reading, verdict, holds.offSeconds);
      this.#watches.set(key, step.watch);
      const at = reading.observedAt;
      const grounds = { judged, reading, before: watch };
      if (step.outcome.kind === 'goes-on') {
        this.#confirm(key, at, grounds);
      } else {
        if (step.outcome.kind === 'withdrawn') this.#distrusted.add(sourceKey(key, watch));
        this.#end(key, { at, change: step.outcome.kind, reason: step.outcome.reason }, grounds);
      }
    }
  }

  /**
   * The event lane has evaluated these places (scenario id, line break, zone id) at `at`: its alerts confirm those
   * here.
   */
  advance(at: number, judged: EvaluatedPlaces): void {
    for (const key of this.#watches.keys()) if (judged.has(key)) this.#confirm(key, at, null);
  }

  /** After a gap, or after a scenario was switched: off-delays restart. */
  interrupt(switched?: SwitchedPlace): void {
    for (const [key, watch] of this.#watches) {
      if (switched === undefined || isSwitched(switched, watch)) this.#watches.set(key, interruptWatch(watch));
    }
  }

  snapshot(): ArrivalLaneSnapshot {
    return {
      watches: [...this.#watches.values()],
      distrusted: this.#distrusted.snapshot(),
      lastActiveAt: [...this.#lastActiveAt],
    };
  }

  restore({ watches, distrusted, lastActiveAt }: ArrivalLaneSnapshot): void {
    this.#watches.clear();
    this.#lastActiveAt.clear();
    for (const watch of watches) this.#watches.set(placeKey(watch), watch);
    this.#distrusted.restore(distrusted);
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

  /** Where no alert stands: raises one if a channel that was distrusted shows what is believed. */
  #trustAgain(judged: Case, key: string, reading: Reading): void {
    const { verdict } = judged;
    if (verdict === null) return;
    const { observedAt: at, value } = reading;
    const { severity, isClear } = verdict;
    const isTrusted = this.#distrusted.take(sourceKey(key, reading), { at, value, isHigh: severity !== null, isClear });
    if (!isTrusted || severity === null) return;
    this.#raise(judged, severity, reading);
    const watch = this.#watches.get(key);
    // Event time has judged it already: it was good.
    if (watch !== undefined) this.#watches.set(key, { ...watch, isSound: true });
  }

  #raise(judged: Case, severity: Severity, reading: Reading): void {
    const { scenario, zone } = judged;
    const key = placeKey({ scenarioId: scenario.id, zoneId: zone.id, subject: zone.subject });
    const { observedAt } = reading;
    // Not later than the last alert of the place: it would get the same id, or repeat an earlier alert.
    const isOld = observedAt <= (this.#lastActiveAt.get(key) ?? Number.NEGATIVE_INFINITY);
    if (isOld || this.#watches.has(key) || this.#distrusted.has(sourceKey(key, reading))) return;
    this.#lastActiveAt.set(key, observedAt);
    this.#watches.set(key, beginWatch(scenario.id, zone, reading));
    this.#context.alerts.raise(scenario, 'arrival', zone, {
      severity,
      activeAt: observedAt,
      raisedAt: observedAt,
      reason: RAISED_BY_READING,
      evidence: this.#evidenceOf(judged, reading),
      basis: { kind: 'reading' },
    });
  }

  #evidenceOf({ scenario, zone, usable, verdict }: Case, reading: Reading): Evidence {
    const context = {
      scenario,
      usable,
      zoneKind: zone.kind,
      verdict: verdict ?? NOT_JUDGED,
      watermark: this.#eventLane.watermarkOf(zone.id),
      offset: reading.offset,
      engine: this.#context.engine,
    };
    return makeReadingEvidence(context, orderedReading(reading));
  }

  /** Confirms the alert of a watch, if it is; `grounds`: the reading that was judged; null: the event lane was. */
  #confirm(key: string, at: number, grounds: JudgedReading | null): void {
    const watch = this.#watches.get(key);
    const alert = watch && this.#context.alerts.at({ ...watch, lane: 'arrival' });
    if (!watch || !alert || alert.isUnwatched) return;
    const joint = this.#eventLane.severityAt(watch);
    const reason = confirmationOf(watch, joint);
    if (reason === null) return;
    this.#watches.set(key, { ...watch, isConfirmed: true });
    const amendment = { at, change: 'amended', reason } as const;
    if (grounds === null) {
      this.#context.alerts.change(alert, { ...amendment, basis: { kind: 'joint', before: watch, joint } });
    } else {
      this.#context.alerts.change(alert, { ...amendment, ...this.#groundsOf(grounds, joint) });
    }
  }

  #end(key: string, amendment: Pick<Amendment, 'at' | 'change' | 'reason'>, grounds: JudgedReading): void {
    const watch = this.#watches.get(key);
    const alert = watch && this.#context.alerts.at({ ...watch, lane: 'arrival' });
    this.#watches.delete(key);
    if (!alert) return;
    const joint = this.#eventLane.severityAt(watch);
    this.#context.alerts.change(alert, { ...amendment, ...this.#groundsOf(grounds, joint) });
  }

  #groundsOf(
    { judged, reading, before }: JudgedReading,
    joint: Severity | null,
  ): Pick<Amendment, 'evidence' | 'basis'> {
    return { evidence: this.#evidenceOf(judged, reading), basis: { kind: 'watch', before, joint } };
  }
}

/**
 * The zone as a whole, or the subject of the reading's device; null: the scenario has subjects, but not this device.
 */
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
