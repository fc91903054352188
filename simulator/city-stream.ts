import type { Device } from '../model/device.ts';
import type { LabelledScenario } from '../model/ground-truth.ts';
import type { DemoCity } from './demo-city.ts';
import type { Fault, FaultKind } from './faults/fault.ts';
import { planBlockFaults } from './faults/plan-block.ts';
import type { StandingFault } from './faults/standing-fault.ts';
import { installedThings } from './installed-things.ts';
import type { FaultLabel, Label } from './labels/label.ts';
import { createLabeller } from './labels/labeller.ts';
import { positionOf } from './layout/grid-position.ts';
import { zoneFinder } from './layout/zone-finder.ts';
import { createSimulatedDevice, type Publication, type SimulatedDevice } from './sensing/simulated-device.ts';
import type { Schedule } from './world/schedule.ts';
import { createWorld, type Truth, WORLD_STEP_SECONDS } from './world/world.ts';

/**
 * Output of an interval of city time: messages in order, labels that became final, and how often each fault occurred.
 */
export interface CityOutput {
  readonly at: number;
  readonly publications: readonly Publication[];
  readonly labels: readonly Label[];
  readonly faults: Readonly<Partial<Record<FaultKind, number>>>;
}

/** A whole city as a stream, without MQTT and without a clock. */
export interface CityStream {
  /** Advances by `seconds`, a multiple of 10. */
  advance(seconds: number): CityOutput;
  /** Ends the run: messages still delayed, and labels of incidents that go on. */
  close(): CityOutput;
}

/** What a city stream is made from; all randomness comes from the seed. */
export interface CityStreamOptions {
  readonly city: DemoCity;
  readonly seed: number;
  /** City time at which the world begins, milliseconds since 1970. */
  readonly startAt: number;
  readonly faults: boolean;
  /** Faults that many devices have together; with `faults` only. */
  readonly standingFaults?: readonly StandingFault[];
  /** Look-alikes at other places while a storm goes on; absent: two. */
  readonly lookAlikesPerStorm?: number;
  /** What counts as real, by scenario. */
  readonly labels: readonly LabelledScenario[];
  /** City seconds from the start to the first storm, unless it is earlier by itself. */
  readonly firstStormAfterSeconds?: number;
  /** Called with the ground truth of every step; for tests and measurements. */
  readonly onTruth?: (truth: Truth) => void;
}

/** The same run gives the same stream, however it is cut into intervals. */
export function createCityStream(run: CityStreamOptions): CityStream {
  const { zones, devices, dustSites } = run.city;
  const findZone = zoneFinder(zones);
  const siteOf = new Map(devices.map((device) => [device.id, findZone(device)]));
  const zoneOf = (device: Device) => siteOf.get(device.id) ?? null;
  const installed = installedThings(devices, zoneOf);
  const sources = dustSites.map((site) => ({ id: site.id, cellId: site.cellId, ...positionOf(site) }));
  const world = createWorld({ ...run, zones, ...installed, dustSites: sources });
  const boot = `s${run.seed}-${run.startAt.toString(36)}`;
  const simulated = devices
    .map((device) => createSimulatedDevice(device, { seed: run.seed, boot }))
    .filter((device): device is SimulatedDevice => device !== null);
  const zoneOfId = (deviceId: string) => siteOf.get(deviceId) ?? null;
  const labeller = createLabeller(run.labels, { ...installed, sites: world.sites, zoneOf: zoneOfId });
  let schedule: Schedule | null = null;
  let elapsedSeconds = 0;

  const begin = (next: Schedule): readonly FaultLabel[] => {
    schedule = next;
    const { seed, standingFaults: standing = [] } = run;
    const { faults, acts } = run.faults
      ? planBlockFaults({ seed, devices, schedule: next, sites: world.sites, zoneOf, standing })
      : { faults: [], acts: [] };
    const byDevice = Map.groupBy(faults, (fault) => fault.deviceId);
    for (const device of simulated) device.takeFaults(byDevice.get(device.device.id) ?? []);
    labeller.begin(next, faults, acts);
    return faults.map(toLabel);
  };

  return {
    advance(seconds) {
      const publications: Publication[] = [];
      const labels: Label[] = [];
      const counts: Partial<Record<FaultKind, number>> = {};
      let at = run.startAt + elapsedSeconds * 1000;
      for (let passed = 0; passed < seconds; passed += WORLD_STEP_SECONDS) {
        const truth = world.step();
        at = truth.at;
        elapsedSeconds += WORLD_STEP_SECONDS;
        const now = world.scheduleAt(at);
        if (now !== schedule) labels.push(...begin(now));
        run.onTruth?.(truth);
        labels.push(...labeller.observe(truth));
        for (const device of simulated) {
          const site = truth.sites.get(zoneOf(device.device) ?? '');
          const step = site && device.step(site, truth, elapsedSeconds);
          if (!step) continue;
          publications.push(...step.publications);
          for (const kind of step.appliedFaults) counts[kind] = (counts[kind] ?? 0) + 1;
        }
      }
      return { at, publications, labels, faults: counts };
    },
    close() {
      const at = run.startAt + elapsedSeconds * 1000;
      return {
        at,
        publications: simulated.flatMap((device) => device.close()),
        labels: labeller.close(at),
        faults: {},
      };
    },
  };
}

function toLabel({ deviceId, kind, from, until }: Fault): FaultLabel {
  return { type: 'fault', deviceId, fault: kind, from, to: until };
}
