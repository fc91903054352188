// Above 300 lines: the lane owns windows, machines and late changes together; what can stand alone already does, beside
// it.

import { FAILED } from '../../model/bulkhead.ts';
import type { Evidence } from '../../model/evidence.ts';
import type { MachineState } from '../../model/machine-state.ts';
import type { Property } from '../../model/property.ts';
import type { Reading } from '../../model/reading.ts';
import type { HoldTimes, Scenario, Severity, Window } from '../../model/scenario.ts';
import type { ZoneState } from '../../model/state.ts';
import type { Zone } from '../../model/zone.ts';
import { ZoneProgress, type ZoneProgressSnapshot } from '../../model/zone-progress.ts';
import {
  INITIAL_STATE,
  interruptMachine,
  lowerMachine,
  type MachineMove,
  stepMachine,
} from '../alerts/alert-machine.ts';
import type { AlertPlace } from '../alerts/alert-place.ts';
import { reasonOfMove } from '../alerts/reason-of-move.ts';
import { type EvidenceContext, makeWindowEvidence } from '../evidence/make-evidence.ts';
import { packsOf } from '../evidence/packs-of.ts';
import type { UsablePacks } from '../standards/pack-resolver.ts';
import { buildWindow, lookBackMillis } from '../windows/build-window.ts';
import { JudgedZones } from '../windows/judged-zones.ts';
import { contributionOf } from '../windows/ordered.ts';
import type { Place } from '../windows/place.ts';
import { placesIn } from '../windows/places-in.ts';
import { ReadingWindows, type ReadingWindowsSnapshot } from '../windows/reading-windows.ts';
import { StateWindows, type StateWindowsSnapshot } from '../windows/state-windows.ts';
import { subjectKey } from '../windows/subject-key.ts';
import { subjectsOf } from '../windows/subjects-of.ts';
import { widestSourceKind } from '../windows/widest-source.ts';
import { isWithin, zoneChain } from '../windows/zone-chain.ts';
import { amendAlert } from './amend-alert.ts';
import { EvaluatedPlaces } from './evaluated-places.ts';
import { isSwitched, type LaneContext, type SwitchedPlace } from './lane-context.ts';
import { LateChanges, type LateChangesSnapshot } from './late-changes.ts';
import { scenariosByProperty } from './scenarios-by-property.ts';

/** Allowed lateness: how long a late reading can amend alerts. Windows keep data for that much longer. */
const ALLOWED_LATENESS_MILLIS = 3_600_000;

/** A watermark event: these zones (absent: all) have reached the event time `at`, by the record at `offset`. */
export interface Watermark {
  readonly at: number;
  readonly zoneIds?: readonly string[];
  readonly offset: number;
}

export interface EventLaneSnapshot {
  /** Newest grid point that any zone has reached. */
  readonly watermark: number;
  /** Absent in checkpoints of version 0.1.0, in which all zones were at `watermark`. */
  readonly progress?: ZoneProgressSnapshot;
  readonly states: StateWindowsSnapshot;
  readonly readings: ReadingWindowsSnapshot;
  readonly machines: readonly (readonly [key: string, state: MachineState])[];
  readonly late: LateChangesSnapshot;
}

const keyOf = (scenario: Scenario, { id, subject }: Place): string => `${scenario.id}\n${id}${subjectKey(subject)}`;

const placeOfKey = (key: string): SwitchedPlace => {
  const [scenarioId = '', zoneId = ''] = key.split('\n');
  return { scenarioId, zoneId };
};

/** The event lane: evaluates scenarios over windows of event time, independent of the order of arrival. */
export class EventLane {
  readonly #context: LaneContext;
  readonly #states = new StateWindows();
  readonly #readings = new ReadingWindows();
  readonly #machines = new Map<string, MachineState>();
  readonly #late = new LateChanges();
  /** The scenarios whose windows contain single readings of a property. */
  readonly #usingReadings: ReadonlyMap<Property, readonly Scenario[]>;
  readonly #judgedZones: JudgedZones;
  readonly #progress = new ZoneProgress();
  /** Newest grid point that any zone has reached. */
  #newest = 0;

  constructor(context: LaneContext) {
    this.#context = context;
    this.#judgedZones = new JudgedZones(context.registry.zones);
    this.#usingReadings = scenariosByProperty(context.scenarios, (scenario, property) => {
      return scenario.readingsSeconds?.[property] !== undefined;
    });
  }

  /** The watermark of a zone: event time, milliseconds since 1970, UTC. */
  watermarkOf(zoneId: string): number {
    return this.#progress.of(zoneId);
  }

  takeState(state: ZoneState): void {
    const zone = this.#context.registry.zones.get(state.zoneId);
    if (
      zone === undefined ||
      !this.#context.scenarios.some((scenario) => needsStateOf(scenario, state.property, zone))
    ) {
      return;
    }
    this.#states.put(state);
    if (state.at <= this.#progress.of(state.zoneId)) this.#late.noteState(state);
  }

  takeReading(reading: Reading): void {
    const using = this.#usingReadings.get(reading.property);
    // Most properties are used as estimates only.
    if (using === undefined) return;
    const contribution = contributionOf(reading);
    if (contribution === null) return;
    for (const zone of zoneChain(this.#context.registry.zones, reading.zoneId)) {
      const isUsed = using.some(({ zoneKinds }) => zoneKinds.includes(zone.kind));
      if (isUsed) this.#readings.put(zone.id, reading.property, contribution);
    }
  }

  takeLateReading(reading: Reading): void {
    this.takeReading(reading);
    this.#late.noteReading(reading);
  }

  /**
   * Evaluates the zones whose inputs are complete up to this grid point, after amending their alerts for late data.
   * Returns the evaluated places, with keys of scenario id, line break, zone id.
   */
  advance(mark: Watermark): EvaluatedPlaces {
    const { at, offset, zoneIds } = mark;
    this.#progress.advance(mark);
    this.#judgedZones.refresh();
    const judged = new EvaluatedPlaces(keyOf);
    const { scenarios, extensions } = this.#context;
    for (const scenario of scenarios) {
      if (at % (scenario.everySeconds * 1000) !== 0) continue;
      const isOn = ({ id }: Zone) => extensions.isOn(scenario.id, id);
      const watched = this.#judgedZones.of(scenario, zoneIds ?? null).filter(isOn);
      const usable = watched.length === 0 ? null : this.#context.packFor(scenario, at);
      if (usable === null) continue;
      const holds = extensions.run(scenario.id, null, () => scenario.holds(usable.packs));
      if (holds === FAILED) continue;
      for (const zone of watched) {
        judged.add(scenario, zone);
        const places = extensions.run(scenario.id, zone.id, () => this.#placesOf(scenario, zone, at));
        if (places === FAILED) continue;
        for (const place of places) {
          this.#amend(scenario, usable, place, { at, offset });
          if (isOn(zone)) this.#judge(scenario, usable, holds, place, { at, offset });
          if (place !== zone) judged.add(scenario, place);
        }
      }
    }
    this.#amendOthers(judged, offset);
    this.#late.clearStates();
    if (at > this.#newest) {
      this.#newest = at;
      this.#late.passGridPoint();
      this.#forget(at);
    }
    return judged;
  }

  /** After a gap, or after a scenario was switched: on-delays and off-delays restart. */
  interrupt(switched?: SwitchedPlace): void {
    for (const [key, state] of this.#machines) {
      if (switched === undefined || isSwitched(switched, placeOfKey(key)))
        this.#setMachine(key, interruptMachine(state));
    }
  }

  /** Severity of the active alert of this lane at a place; null: none. */
  severityAt(place: Omit<AlertPlace, 'lane'>): Severity | null {
    return this.#context.alerts.at({ ...place, lane: 'event' })?.severity ?? null;
  }

  snapshot(): EventLaneSnapshot {
    return {
      watermark: this.#newest,
      progress: this.#progress.snapshot(),
      states: this.#states.snapshot(),
      readings: this.#readings.snapshot(),
      machines: [...this.#machines],
      late: this.#late.snapshot(),
    };
  }

  restore({ watermark, progress, states, readings, machines, late }: EventLaneSnapshot): void {
    this.#newest = watermark;
    this.#progress.restore(progress ?? { all: watermark, ahead: [] });
    this.#states.restore(states);
    this.#readings.restore(readings);
    this.#machines.clear();
    for (const [key, state] of machines) this.#machines.set(key, state);
    this.#late.restore(late);
  }

  #judge(scenario: Scenario, usable: UsablePacks, holds: HoldTimes, zone: Place, mark: Watermark): void {
    const key = keyOf(scenario, zone);
    const before = this.#machines.get(key);
    const window = this.#windowOf(scenario, zone, mark.at);
    if (window === null && before === undefined) return;
    const seen = window ?? emptyWindow(scenario, zone, mark.at);
    const outcome = this.#context.extensions.run(scenario.id, zone.id, () => {
      const verdict = scenario.evaluate(seen, usable.packs);
      const begin = continued(before ?? INITIAL_STATE, scenario, mark.at);
      const { state, move } = stepMachine(begin, verdict, mark.at, holds);
      const context = { scenario, usable, verdict, ...this.#about(zone, mark) };
      // All calls to the scenario are made before any state is changed, so that one that throws changes nothing.
      return { state, context, move: move && { ...move, begin, evidence: makeWindowEvidence(context, seen) } };
    });
    if (outcome === FAILED) return;
    const { state, context, move } = outcome;
    this.#setMachine(key, state);
    if (move !== null) this.#applyMove(move, context, zone);
  }

  /** Applies a state transition to the alert; `begin`: the state of the machine before it. */
  #applyMove(
    move: MachineMove & { readonly begin: MachineState; readonly evidence: Evidence },
    context: EvidenceContext,
    zone: Place,
  ): void {
    const { alerts } = this.#context;
    const { change, severity, since, begin, evidence } = move;
    const { scenario, verdict, watermark: at } = context;
    const grounds = { reason: reasonOfMove(move, verdict), evidence, basis: { kind: 'hold', before: begin } } as const;
    if (change === 'raised') {
      alerts.raise(scenario, 'event', zone, { severity, activeAt: since, raisedAt: at, ...grounds });
      return;
    }
    const alert = alerts.at({ scenarioId: scenario.id, lane: 'event', zoneId: zone.id, subject: zone.subject });
    if (alert !== null) alerts.change(alert, { at, change, severity, ...grounds });
  }

  /** Amends alerts whose zones are not evaluated at this grid point, as of their last evaluation. */
  #amendOthers(judged: EvaluatedPlaces, offset: number): void {
    if (this.#late.isEmpty) return;
    for (const { lane, scenarioId, zoneId, subject } of this.#context.alerts.active()) {
      const scenario = this.#context.scenarios.find(({ id }) => id === scenarioId);
      const zone = this.#context.registry.zones.get(zoneId);
      if (lane !== 'event' || scenario === undefined || zone === undefined) continue;
      if (!this.#context.extensions.isOn(scenarioId, zoneId)) continue;
      const place = subject === null ? zone : { ...zone, subject };
      const key = keyOf(scenario, place);
      const at = this.#machines.get(key)?.lastAt ?? null;
      const usable = at === null || judged.has(key) ? null : this.#context.packFor(scenario, at);
      if (at !== null && usable !== null) this.#amend(scenario, usable, place, { at, offset });
    }
  }

  #amend(scenario: Scenario, usableNow: UsablePacks, zone: Place, mark: Watermark): void {
    if (this.#late.isEmpty) return;
    const { alerts } = this.#context;
    const alert = alerts.at({ scenarioId: scenario.id, lane: 'event', zoneId: zone.id, subject: zone.subject });
    if (alert === null) return;
    const outcome = this.#context.extensions.run(scenario.id, zone.id, () =>
      amendAlert({
        alert,
        scenario,
        zone,
        zones: this.#context.registry.zones,
        late: this.#late,
        windowAt: (at) => this.#windowOf(scenario, zone, at),
        usable: { packs: packsOf(alert.evidence), scenarioHash: alert.evidence.scenarioHash },
        usableNow,
        about: this.#about(zone, mark),
        now: mark.at,
      }),
    );
    if (outcome === FAILED || outcome === null) return;
    alerts.change(alert, outcome);
    const key = keyOf(scenario, zone);
    const state = this.#machines.get(key) ?? INITIAL_STATE;
    const lowered = lowerMachine(state, outcome.change === 'withdrawn' ? null : (outcome.severity ?? alert.severity));
    this.#setMachine(key, lowered);
  }

  #placesOf(scenario: Scenario, zone: Zone, at: number): readonly Place[] {
    if (scenario.subjectOf === undefined) return [zone];
    const after = at - scenario.windowSeconds * 1000;
    const recent = scenario.needs.flatMap((property) => this.#readings.slice(zone.id, property, after, at));
    const prefix = `${keyOf(scenario, zone)}\n`;
    const pending = this.#machines
      .keys()
      .filter((key) => key.startsWith(prefix))
      .map((key) => key.slice(prefix.length - 1));
    return placesIn(zone, subjectsOf(scenario, this.#context.registry.devices, recent), [...pending]);
  }

  #windowOf(scenario: Scenario, zone: Place, at: number): Window | null {
    const { devices } = this.#context.registry;
    const { sourcesOf } = this.#judgedZones;
    return buildWindow(scenario, zone, at, { sourcesOf, devices, states: this.#states, readings: this.#readings });
  }

  #about(zone: Zone, { at, offset }: Watermark) {
    return { zoneKind: zone.kind, watermark: at, offset, engine: this.#context.engine };
  }

  #setMachine(key: string, state: MachineState): void {
    const isIdle = state.current === null && Object.values(state.since).every((since) => since === null);
    // An idle state machine needs no memory: it is equal to the initial state, except for the time of its last step.
    if (isIdle) this.#machines.delete(key);
    else this.#machines.set(key, state);
  }

  #forget(at: number): void {
    const properties = new Set(this.#context.scenarios.flatMap(({ needs }) => needs));
    for (const property of properties) {
      const lookBacks = this.#context.scenarios
        .filter(({ needs }) => needs.includes(property))
        .map((scenario) => lookBackMillis(scenario, property));
      const until = at - Math.max(...lookBacks) - ALLOWED_LATENESS_MILLIS;
      this.#states.forget(property, until);
      this.#readings.forget(property, until);
    }
  }
}

function needsStateOf(scenario: Scenario, property: Property, { kind }: Zone): boolean {
  const widest = widestSourceKind(scenario, property);
  const mayHelp = scenario.zoneKinds.includes(kind) || (widest !== undefined && isWithin(kind, widest));
  return mayHelp && scenario.needs.includes(property);
}

/** After skipped evaluations (a jump of event time), on-delays and off-delays restart, as after a gap. */
const continued = (state: MachineState, { everySeconds }: Scenario, at: number): MachineState =>
  state.lastAt !== null && at - state.lastAt > 2 * everySeconds * 1000 ? interruptMachine(state) : state;

const emptyWindow = ({ windowSeconds }: Scenario, zone: Place, at: number): Window => ({
  zoneId: zone.id,
  zoneKind: zone.kind,
  at,
  windowSeconds,
  ...(zone.subject ? { subject: zone.subject } : {}),
  states: {},
  readings: {},
});
