import type { LabelledScenario, LookAlike, PlaceTruth, PlannedEvent } from '../../model/ground-truth.ts';
import { type Fault, VALUE_FAULT_KINDS } from '../faults/fault.ts';
import type { GaugeAct } from '../faults/gauge-act.ts';
import type { Schedule } from '../world/schedule.ts';
import type { Site } from '../world/site.ts';
import type { Truth } from '../world/world.ts';
import { createEventTracker, type EventTracker, type TrueEvent } from './event-tracker.ts';
import type { IncidentLabel } from './label.ts';
import { type InstalledThings, type LabelledPlace, placesOf } from './places.ts';
import { listPlannedEvents } from './planned-events.ts';

/**
 * Makes labels from the ground truth. What is real follows from the true state alone; the faults only tell which
 * devices lied meanwhile, and which of them may look like an incident. It knows no scenario's rules.
 */
export interface Labeller {
  /** Begins a new block of the schedule, with its faults. */
  begin(schedule: Schedule, faults: readonly Fault[], acts: readonly GaugeAct[]): void;
  observe(truth: Truth): readonly IncidentLabel[];
  close(at: number): readonly IncidentLabel[];
}

/** What labellers need to know of the city; `zoneOf` gives a device's zone, for the list of faulty devices. */
export interface LabelledCity extends InstalledThings {
  readonly sites: readonly Site[];
  readonly zoneOf: (deviceId: string) => string | null;
}

/** Places of one step, and the events of a block. */
interface ScenarioLabeller {
  begin(from: number, planned: readonly PlannedEvent[], faults: readonly Fault[]): void;
  observe(at: number, places: readonly (PlaceTruth & LabelledPlace)[]): readonly IncidentLabel[];
  close(at: number): readonly IncidentLabel[];
}

/** A look-alike that goes on. */
interface Watched extends LookAlike, LabelledPlace {
  readonly from: number;
  /** Highest true value meanwhile; not a number before there is one. */
  peak: number;
}

/** Causes and lying devices of an event that began in the block before are still looked for. */
const MEMORY_MILLIS = 12 * 3_600_000;

/** The labels of every scenario, in the order of the list. */
export function createLabeller(scenarios: readonly LabelledScenario[], city: LabelledCity): Labeller {
  const labellers = scenarios.map((scenario) => labelScenario(scenario, city));
  return {
    begin(schedule, faults, acts) {
      const planned = listPlannedEvents(schedule, city.sites, acts);
      for (const each of labellers) each.begin(schedule.from, planned, faults);
    },
    observe(truth) {
      if (labellers.length === 0) return [];
      const places = placesOf(truth, city);
      return labellers.flatMap((each) => each.observe(truth.at, places));
    },
    close: (at) => labellers.flatMap((each) => each.close(at)),
  };
}

function labelScenario({ scenarioId, labels }: LabelledScenario, city: LabelledCity): ScenarioLabeller {
  const trackers = new Map<string, EventTracker & LabelledPlace>();
  let events: readonly PlannedEvent[] = [];
  let faults: readonly Fault[] = [];
  let watched: Watched[] = [];

  const trackerOf = ({ zoneId, subjectId }: LabelledPlace): EventTracker => {
    const key = keyOf({ zoneId, subjectId });
    const known = trackers.get(key) ?? { ...createEventTracker(labels), zoneId, subjectId };
    trackers.set(key, known);
    return known;
  };
  const toLabel = (kind: IncidentLabel['kind'], place: LabelledPlace, event: TrueEvent, cause: string) =>
    ({
      type: 'incident',
      incidentId: incidentId(scenarioId, kind, place, event.startAt),
      scenarioId,
      kind,
      zoneId: place.zoneId,
      subjectId: place.subjectId,
      startAt: Math.round(event.startAt),
      endAt: Math.round(event.endAt),
      cause,
      peak: Number(event.peak.toFixed(1)),
      unit: labels.unit,
      source: event.source,
      passed: event.passed,
      lyingDevices: lyingDevices(faults, city, place.zoneId, event),
    }) satisfies IncidentLabel;

  const labelEvent = (place: LabelledPlace, event: TrueEvent): IncidentLabel => {
    const underWay = events.filter(
      ({ zoneId, subjectId, from, until }) =>
        zoneId === place.zoneId &&
        (subjectId === null || place.subjectId === null || subjectId === place.subjectId) &&
        from <= event.startAt &&
        event.startAt < until,
    );
    return toLabel('real', place, event, labels.causeOf(underWay));
  };

  const labelLookAlike = ({ what, from, until, peak, cause, ...place }: Watched): readonly IncidentLabel[] => {
    // Where a real event occurred, even briefly, there is no look-alike, nor where nothing is measured.
    if (peak >= labels.least || Number.isNaN(peak)) return [];
    const event = { startAt: from, endAt: until, peak, source: null, passed: [] };
    return [toLabel(`look-alike:${what}`, place, event, cause)];
  };

  return {
    begin(from, planned, blockFaults) {
      events = [...events.filter(({ until }) => until > from - MEMORY_MILLIS), ...planned];
      faults = [...faults.filter(({ until }) => until > from - MEMORY_MILLIS), ...blockFaults];
      for (const event of planned) {
        const alike = labels.lookAlikeOf(event);
        const { zoneId, subjectId } = event;
        if (alike) watched.push({ ...alike, zoneId, subjectId, from: event.from, peak: Number.NaN });
      }
    },
    observe(at, places) {
      const found: IncidentLabel[] = [];
      const measured = new Map<string, number>();
      for (const place of places) {
        const value = labels.measure(place);
        measured.set(keyOf(place), value);
        const source = () => labels.sourceOf?.(place) ?? null;
        const event = trackerOf(place).observe({ at, measured: value, source });
        if (event) found.push(labelEvent(place, event));
      }
      for (const each of watched) {
        if (at < each.from || at > each.until) continue;
        const value = measured.get(keyOf(each)) ?? Number.NaN;
        if (!(value <= each.peak) && !Number.isNaN(value)) each.peak = value;
      }
      const over = watched.filter(({ until }) => until <= at);
      if (over.length > 0) watched = watched.filter(({ until }) => until > at);
      return [...found, ...over.flatMap(labelLookAlike)];
    },
    close(at) {
      // A look-alike that goes on at the end of the run has no label: it might still have become real.
      watched = [];
      return [...trackers.values()].flatMap((tracker) => {
        const event = tracker.close();
        return event ? [labelEvent(tracker, { ...event, endAt: Math.min(at, event.endAt) })] : [];
      });
    },
  };
}

const keyOf = ({ zoneId, subjectId }: LabelledPlace): string => subjectId ?? zoneId;

function incidentId(
  scenarioId: string,
  kind: IncidentLabel['kind'],
  { zoneId, subjectId }: LabelledPlace,
  startAt: number,
): string {
  const what = kind === 'real' ? '' : `-${kind.replace('look-alike:', '')}`;
  return `${scenarioId}${what}-${subjectId ?? zoneId}-${Math.round(startAt / 1000).toString(36)}`;
}

function lyingDevices(
  faults: readonly Fault[],
  { zoneOf }: LabelledCity,
  zoneId: string,
  { startAt, endAt }: TrueEvent,
): readonly string[] {
  const lying = faults.filter(
    ({ kind, from, until, deviceId }) =>
      VALUE_FAULT_KINDS.has(kind) && from < endAt && until > startAt && zoneOf(deviceId) === zoneId,
  );
  return [...new Set(lying.map(({ deviceId }) => deviceId))].sort();
}
