import type { LabelledScenario, LookAlike, PlannedEvent } from '../../model/ground-truth.ts';
import { type Fault, VALUE_FAULT_KINDS } from '../faults/fault.ts';
import type { Schedule } from '../world/schedule.ts';
import type { Site } from '../world/site.ts';
import type { Truth } from '../world/world.ts';
import { createEventTracker, type TrueEvent } from './event-tracker.ts';
import type { IncidentLabel } from './label.ts';
import { listPlannedEvents } from './planned-events.ts';

/** Makes labels from the ground truth. It knows the world, the schedule and the faults, and no scenario's rules. */
export interface Labeller {
  /** Begins a new block of the schedule, with its faults. */
  begin(schedule: Schedule, faults: readonly Fault[]): void;
  observe(truth: Truth): readonly IncidentLabel[];
  close(at: number): readonly IncidentLabel[];
}

/** What labellers need to know of the city; `zoneOf` gives a device's zone, for the list of faulty devices. */
export interface LabelledCity {
  readonly sites: readonly Site[];
  readonly withFaults: boolean;
  readonly zoneOf: (deviceId: string) => string | null;
  /** Models of the devices at each place that has any. */
  readonly modelsAt: ReadonlyMap<string, ReadonlySet<string>>;
}

const NO_MODELS: ReadonlySet<string> = new Set();

/** A look-alike that goes on. */
interface Watched extends LookAlike {
  readonly zoneId: string;
  readonly from: number;
  peak: number;
}

/** The labels of every scenario, in the order of the list. */
export function createLabeller(scenarios: readonly LabelledScenario[], city: LabelledCity): Labeller {
  const labellers = scenarios.map((scenario) => labelScenario(scenario, city));
  return {
    begin: (schedule, faults) => labellers.forEach((each) => void each.begin(schedule, faults)),
    observe: (truth) => labellers.flatMap((each) => each.observe(truth)),
    close: (at) => labellers.flatMap((each) => each.close(at)),
  };
}

function labelScenario({ scenarioId, labels }: LabelledScenario, city: LabelledCity): Labeller {
  const tracker = createEventTracker(labels);
  let events: readonly PlannedEvent[] = [];
  let faults: readonly Fault[] = [];
  let watched: Watched[] = [];

  const toLabel = (kind: IncidentLabel['kind'], { zoneId, startAt, endAt, peak }: TrueEvent, cause: string) =>
    ({
      type: 'incident',
      incidentId: `${scenarioId}${kind === 'real' ? '' : `-${kind.replace('look-alike:', '')}`}-${zoneId}-${Math.round(startAt / 1000).toString(36)}`,
      scenarioId,
      kind,
      zoneId,
      startAt: Math.round(startAt),
      endAt: Math.round(endAt),
      cause,
      peak: Number(peak.toFixed(1)),
      unit: labels.unit,
      lyingDevices: lyingDevices(faults, city, { zoneId, startAt, endAt }),
    }) satisfies IncidentLabel;

  const labelEvent = (event: TrueEvent): IncidentLabel => {
    const { zoneId, startAt } = event;
    const underWay = events.filter((each) => each.zoneId === zoneId && each.from <= startAt && startAt < each.until);
    return toLabel('real', event, labels.causeOf(underWay));
  };

  const labelLookAlike = ({ what, zoneId, from, until, peak, cause }: Watched): readonly IncidentLabel[] => {
    // Where a real event occurred, even briefly, there is no look-alike.
    if (peak >= labels.least) return [];
    return [toLabel(`look-alike:${what}`, { zoneId, startAt: from, endAt: until, peak }, cause)];
  };

  return {
    begin(schedule, blockFaults) {
      const planned = listPlannedEvents(schedule, city.sites, city.withFaults);
      // A real event of the last block may go on; its cause is in that block's schedule.
      events = [...events.filter(({ until }) => until > schedule.from - 12 * 3_600_000), ...planned];
      faults = [...faults.filter((fault) => fault.until > schedule.from - 12 * 3_600_000), ...blockFaults];
      for (const event of planned) {
        const alike = labels.lookAlikeOf(event);
        if (alike) watched.push({ ...alike, zoneId: event.zoneId, from: event.from, peak: 0 });
      }
    },
    observe({ at, hourOfDay, weather, sites }) {
      const found: IncidentLabel[] = [];
      const measured = new Map<string, number>();
      for (const [zoneId, site] of sites) {
        const value = labels.measure({
          ...site,
          weather,
          hourOfDay,
          deviceModels: city.modelsAt.get(zoneId) ?? NO_MODELS,
        });
        measured.set(zoneId, value);
        const event = tracker.observe(zoneId, at, value);
        if (event) found.push(labelEvent(event));
      }
      for (const each of watched) {
        if (at >= each.from && at <= each.until) each.peak = Math.max(each.peak, measured.get(each.zoneId) ?? 0);
      }
      const over = watched.filter(({ until }) => until <= at);
      if (over.length > 0) watched = watched.filter(({ until }) => until > at);
      return [...found, ...over.flatMap(labelLookAlike)];
    },
    close(at) {
      // A look-alike that goes on at the end of the run has no label: it might still have become real.
      watched = [];
      return tracker.close().map((event) => labelEvent({ ...event, endAt: Math.min(at, event.endAt) }));
    },
  };
}

function lyingDevices(
  faults: readonly Fault[],
  { zoneOf }: LabelledCity,
  { zoneId, startAt, endAt }: Omit<TrueEvent, 'peak'>,
): readonly string[] {
  const lying = faults.filter(
    ({ kind, from, until, deviceId }) =>
      VALUE_FAULT_KINDS.has(kind) && from < endAt && until > startAt && zoneOf(deviceId) === zoneId,
  );
  return [...new Set(lying.map(({ deviceId }) => deviceId))].sort();
}
