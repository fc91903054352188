import type { DeviceModel } from '../../model/device.ts';
import type { SiteTruth } from '../../model/ground-truth.ts';
import type { Property } from '../../model/property.ts';
import { createCityStream } from '../../simulator/city-stream.ts';
import { demoCity } from '../../simulator/demo-city.ts';
import { createRandom } from '../../simulator/random.ts';
import { breathe, listen } from '../../simulator/world/surroundings.ts';
import type { Truth } from '../../simulator/world/world.ts';
import { type FusionScene, type SceneStep, type Sensor, sceneKey } from './fusion-scene.ts';
import { sensorDevice } from './sensor-device.ts';

interface Measure {
  readonly property: Property;
  readonly model: string;
  readonly channel: string;
  readonly typical: number;
  readonly truth: (site: SiteTruth, truth: Truth) => number;
}

const of = (property: Property, model: string, channel: string, typical: number, truth: Measure['truth']): Measure => ({
  property,
  model,
  channel,
  typical,
  truth,
});

/** Six properties of four kinds of behaviour: slow, fast, jumping with a storm, and the same all over the city. */
const MEASURES: readonly Measure[] = [
  of('weather.temperature', 'weather-station', 'temperature', 25, (_, { weather }) => weather.temperatureCelsius),
  of('weather.humidity', 'weather-station', 'humidity', 70, (_, { weather }) => weather.humidityPercent),
  of('air.pm2_5', 'air-quality-station', 'pm2_5', 30, (site, { weather, hourOfDay }) => {
    const { pm25 } = breathe({ ...weather, ...site.traffic, hourOfDay, rainMmPerHour: site.rainMmPerHour });
    return pm25;
  }),
  of('noise.laeq', 'noise-meter', 'laeq', 60, (site) => listen(site.traffic.volumePerHour, site.rainMmPerHour)),
  of('traffic.speed', 'traffic-counter', 'speed', 45, ({ traffic }) => traffic.speedKmh),
  // A dry drain is a tenth full.
  of('drain.fill', 'drain-level', 'fill', 40, ({ drainFill }) => 100 * Math.max(0.1, drainFill)),
];

/** Sensors of each property in each of four cells. */
const SENSORS_PER_CELL = [4, 6, 8, 12];
const STEP_SECONDS = 10;
const INTERVAL_SECONDS = 60;
const START_AT = Date.UTC(2026, 6, 1);
/** Share of an instrument's variance that is an offset of its own and stays. */
const OFFSET_SHARE = 0.25;

/**
 * The simulated world with sensors of our own, in four cells. What a sensor measures is normal around the truth with
 * the accuracy of its model, of which a part is an offset that stays.
 */
export function createSimulatedScene(run: {
  readonly seed: number;
  readonly hours: number;
  readonly models: readonly DeviceModel[];
}): FusionScene {
  const { seed, hours, models } = run;
  const bare = { ...demoCity({ seed, devices: 0 }), devices: [] };
  const { city, zones } = bare;
  const cells = zones.filter(({ kind }) => kind === 'cell').filter((_, index) => index % 5 === 0);
  const placed = cells.flatMap((cell, index) =>
    MEASURES.flatMap((measure) =>
      Array.from({ length: SENSORS_PER_CELL[index] ?? 0 }, (_, number) =>
        placeSensor({ seed, measure, models, zoneId: cell.id, number }),
      ),
    ),
  );
  const sensors = placed.map(({ sensor }) => sensor);
  const devices = placed.map(({ sensor, measure }) => sensorDevice(sensor, measure.model));

  function* steps(): Generator<SceneStep> {
    let truth: Truth | null = null;
    const onTruth = (next: Truth): void => {
      truth = next;
    };
    const stream = createCityStream({ city: bare, seed, startAt: START_AT, faults: false, labels: [], onTruth });
    for (let second = 0; second < hours * 3600; second += STEP_SECONDS) {
      stream.advance(STEP_SECONDS);
      if (truth !== null) yield measureAll(truth, second);
    }
  }

  function measureAll(truth: Truth, second: number): SceneStep {
    const truths = new Map<string, number>();
    for (const { id } of cells) {
      const site = truth.sites.get(id);
      if (site === undefined) throw new Error(`the world has no site ${id}`);
      for (const { property, truth: truthOf } of MEASURES) {
        truths.set(sceneKey({ zoneId: id, property }), truthOf(site, truth));
      }
    }
    const due = placed.filter(({ phase }) => second % INTERVAL_SECONDS === phase);
    const measured = due.map(({ sensor, read }) => ({
      sensor,
      value: read(truths.get(sceneKey(sensor)) ?? Number.NaN),
    }));
    return { at: truth.at, measured, truths };
  }

  return {
    city: { city, zones, devices },
    models,
    sensors,
    startAt: START_AT,
    hours,
    compareMillis: 60_000,
    validMillis: 180_000,
    tickSeconds: 1,
    steps,
  };
}

function placeSensor(place: {
  readonly seed: number;
  readonly measure: Measure;
  readonly models: readonly DeviceModel[];
  readonly zoneId: string;
  readonly number: number;
}) {
  const { measure, models, zoneId } = place;
  const { property, channel, typical } = measure;
  const facts = models.find(({ id }) => id === measure.model)?.channels.find((each) => each.channel === channel);
  if (facts === undefined) throw new Error(`no model ${measure.model} with a channel ${channel}`);
  const id = `${channel.replace('_', '')}-${zoneId}-${place.number + 1}`;
  const random = createRandom(place.seed, 'fusion-sensor', id);
  const [least, most] = facts.range;
  const phase = STEP_SECONDS * random.integer(0, INTERVAL_SECONDS / STEP_SECONDS - 1);
  const offset = facts.accuracy * Math.sqrt(OFFSET_SHARE) * random.normal();
  const noise = facts.accuracy * Math.sqrt(1 - OFFSET_SHARE);
  const sensor: Sensor = { id, zoneId, property, channel, range: facts.range, typical };
  const read = (truth: number): number =>
    Number(Math.min(most, Math.max(least, truth + offset + noise * random.normal())).toFixed(2));
  return { measure, sensor, phase, read };
}
