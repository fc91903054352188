import { encodeCitynerveJson } from '../../devices/dialects/citynerve-json/citynerve-json-encoder.ts';
import type { JournalBatch } from '../../model/journal-record.ts';
import type { Property } from '../../model/property.ts';
import type { ZoneState } from '../../model/state.ts';
import { createCityRecorder } from './city-recorder.ts';
import { configurationOf } from './configuration-of.ts';
import { openFold, openOtherFold } from './fold-under-test.ts';
import { type FusionScene, sceneKey } from './fusion-scene.ts';
import type { FusionTally } from './fusion-tally.ts';
import { playFold } from './play-fold.ts';
import { createRecordedScene } from './recorded-scene.ts';
import { planSensorFaults, type SensorFault } from './sensor-faults.ts';
import { createSimulatedScene } from './simulated-scene.ts';
import { type ComparedPoint, tallyFusion } from './tally-fusion.ts';

/** One run of the fusion's evaluation. */
export interface FusionTask {
  readonly kind: 'fusion';
  readonly seed: number;
  readonly hours: number;
  /** Share of the sensors that are faulty, 0 to 1. */
  readonly faulty: number;
  /** Folder of the recorded data; null: a simulated city. */
  readonly recorded: string | null;
  /** Root of the checkout whose fold is played; null: this one. */
  readonly checkout: string | null;
}

/** A moment in a zone, before its estimate is known. */
type Published = Omit<ComparedPoint, 'state'> & { readonly zoneId: string; readonly property: Property };

/** Plays sensors, some faulty, through a fold, and compares its estimates with the truth: a tally a property. */
export async function playFusion(task: FusionTask): Promise<readonly FusionTally[]> {
  const { seed, hours, recorded, checkout } = task;
  const fold = checkout === null ? openFold((scenario) => scenario) : await openOtherFold(checkout);
  const scene =
    recorded === null
      ? createSimulatedScene({ seed, hours, models: fold.models })
      : createRecordedScene({ seed, hours, models: fold.models, directory: recorded });
  const { sensors, startAt } = scene;
  const endAt = startAt + hours * 3_600_000;
  const faults = planSensorFaults({ seed, sensors, share: task.faulty, startAt, endAt });
  const changes = configurationOf(scene.city, { models: scene.models, standards: fold.standards });
  const published: Published[] = [];
  const states = new Map<string, ZoneState>();
  await playFold(fold, batchesOf({ scene, faults, changes, published }), (output) => {
    for (const state of output.states) states.set(`${sceneKey(state)} ${state.at}`, state);
  });
  const isFaulty = (deviceId: string, at: number): boolean =>
    (faults.get(deviceId)?.from ?? Number.POSITIVE_INFINITY) <= at;
  return [...Map.groupBy(published, ({ property }) => property)].map(([property, points]) => {
    const compared = points.flatMap((point) => {
      const state = states.get(`${sceneKey(point)} ${point.at}`);
      return state === undefined ? [] : [{ ...point, state }];
    });
    return tallyFusion(property, compared, isFaulty);
  });
}

/** The journal of a scene; what was true and published at each compared moment is added to `published`. */
function* batchesOf(run: {
  readonly scene: FusionScene;
  readonly faults: ReadonlyMap<string, SensorFault>;
  readonly changes: ReturnType<typeof configurationOf>;
  readonly published: Published[];
}): Generator<JournalBatch> {
  const { scene, faults, published } = run;
  const { startAt, tickSeconds } = scene;
  const deviceIds = scene.sensors.map(({ id }) => id);
  const recorder = createCityRecorder({ startAt, deviceIds, tickSeconds, restartEverySeconds: null });
  const newest = new Map<string, { readonly at: number; readonly value: number }>();
  const groups = [...Map.groupBy(scene.sensors, sceneKey).values()];
  yield recorder.start(run.changes);
  for (const { at, measured, truths } of scene.steps()) {
    const messages = measured.map(({ sensor: { id: deviceId, channel }, value: honest }) => {
      const fault = faults.get(deviceId);
      const value = fault !== undefined && fault.from <= at ? fault.spoil(honest, at) : honest;
      newest.set(deviceId, { at, value });
      return { deviceId, payload: encodeCitynerveJson({ ts: at, values: { [channel]: value } }) };
    });
    yield recorder.advance(at, messages);
    if (at % scene.compareMillis !== 0) continue;
    for (const group of groups) {
      const [first] = group;
      if (first === undefined) continue;
      const { zoneId, property } = first;
      const truth = truths.get(sceneKey(first));
      const values = group.flatMap(({ id }) => {
        const last = newest.get(id);
        return last !== undefined && last.at > at - scene.validMillis ? [last.value] : [];
      });
      if (truth !== undefined && values.length > 0) published.push({ at, truth, values, zoneId, property });
    }
  }
}
