import type { Device } from '../model/device.ts';
import type { LabelledScenario } from '../model/ground-truth.ts';
import type { DemoCity } from './demo-city.ts';
import type { Fault, FaultKind } from './faults/fault.ts';
import { planFaults } from './faults/plan.ts';
import type { FaultLabel, Label } from './labels/label.ts';
import { createLabeller } from './labels/labeller.ts';
import { zoneFinder } from './layout/zone-finder.ts';
import { createDeviceVoice, type DeviceVoice, type Publication } from './sensing/device-voice.ts';
import type { Program } from './world/program.ts';
import { createWorld, type Truth, WORLD_STEP_SECONDS } from './world/world.ts';

/** All that a stretch of city time brings: messages in their order, labels as they become certain, faults at work. */
export interface Stretch {
  readonly at: number;
  readonly publications: readonly Publication[];
  readonly labels: readonly Label[];
  readonly faults: Readonly<Partial<Record<FaultKind, number>>>;
}

/** A whole city as a stream that knows neither MQTT nor a clock. */
export interface CityStream {
  /** Lets `seconds` (a multiple of 10) go by. */
  advance(seconds: number): Stretch;
  /** Messages still held back, incidents still going on. */
  close(): Stretch;
}

/** The same run gives the same stream, however it is cut into stretches. */
export function createCityStream(run: {
  readonly city: DemoCity;
  readonly seed: number;
  readonly startAt: number;
  readonly faults: boolean;
  /** What counts as real, by scenario. */
  readonly labels: readonly LabelledScenario[];
  /** City seconds from the start to the first storm, where that would come later by itself. */
  readonly firstStormAfterSeconds?: number;
  /** Called with the truth of every step; for tests and measurements. */
  readonly onTruth?: (truth: Truth) => void;
}): CityStream {
  const { zones, devices } = run.city;
  const findZone = zoneFinder(zones);
  const siteOf = new Map(devices.map((device) => [device.id, findZone(device)]));
  const zoneOf = (device: Device) => siteOf.get(device.id) ?? null;
  const world = createWorld({ ...run, zones });
  const boot = `s${run.seed}-${run.startAt.toString(36)}`;
  const voices = devices
    .map((device) => createDeviceVoice(device, { seed: run.seed, boot }))
    .filter((voice): voice is DeviceVoice => voice !== null);
  const labeller = createLabeller(run.labels, {
    sites: world.sites,
    withFaults: run.faults,
    zoneOf: (deviceId) => siteOf.get(deviceId) ?? null,
    modelsAt: modelsAt(devices, zoneOf),
  });
  let program: Program | null = null;
  let elapsedSeconds = 0;

  const begin = (next: Program): readonly FaultLabel[] => {
    program = next;
    const faults = run.faults ? planFaults({ seed: run.seed, devices, program: next, zoneOf }) : [];
    const byDevice = Map.groupBy(faults, (fault) => fault.deviceId);
    for (const voice of voices) voice.takeFaults(byDevice.get(voice.device.id) ?? []);
    labeller.begin(next, faults);
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
        const now = world.programAt(at);
        if (now !== program) labels.push(...begin(now));
        run.onTruth?.(truth);
        labels.push(...labeller.observe(truth));
        for (const voice of voices) {
          const site = truth.sites.get(zoneOf(voice.device) ?? '');
          const said = site && voice.live(site, truth, elapsedSeconds);
          if (!said) continue;
          publications.push(...said.publications);
          for (const kind of said.touchedBy) counts[kind] = (counts[kind] ?? 0) + 1;
        }
      }
      return { at, publications, labels, faults: counts };
    },
    close() {
      const at = run.startAt + elapsedSeconds * 1000;
      return { at, publications: voices.flatMap((voice) => voice.close()), labels: labeller.close(at), faults: {} };
    },
  };
}

/** Which models of device stand at which place. */
function modelsAt(devices: readonly Device[], zoneOf: (device: Device) => string | null) {
  const models = new Map<string, Set<string>>();
  for (const device of devices) {
    const zoneId = zoneOf(device);
    if (zoneId !== null) models.set(zoneId, (models.get(zoneId) ?? new Set()).add(device.model));
  }
  return models;
}

function toLabel({ deviceId, kind, from, until }: Fault): FaultLabel {
  return { type: 'fault', deviceId, fault: kind, from, to: until };
}
