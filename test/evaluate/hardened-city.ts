import { LABELLED_SCENARIOS } from '../../analytics/scenarios/index.ts';
import { encodeCitynerveJson } from '../../devices/dialects/citynerve-json/citynerve-json-encoder.ts';
import { createCityStream } from '../../simulator/city-stream.ts';
import { type DemoCity, demoCity } from '../../simulator/demo-city.ts';
import type { Label } from '../../simulator/labels/label.ts';
import type { Publication } from '../../simulator/sensing/simulated-device.ts';
import type { Hardening } from './hardenings.ts';

/** The messages that arrive at one moment of city time. */
export interface ArrivingMessages {
  readonly at: number;
  readonly messages: readonly Publication[];
}

/** A simulated city under a hardening: its messages as they arrive, and what was real. */
export interface HardenedCity {
  readonly city: DemoCity;
  /** In the order of time, one for each step of 10 s. */
  readonly arriving: () => Iterable<ArrivingMessages>;
  /** The labels, once all messages were taken. */
  readonly labels: readonly Label[];
}

const STEP_SECONDS = 10;
const GAUGE_MODEL = 'road-flood-depth';

/** The same seed, hours and hardening give the same city. */
export function createHardenedCity(run: {
  readonly seed: number;
  readonly hours: number;
  readonly devices: number;
  readonly startAt: number;
  readonly hardening: Hardening;
}): HardenedCity {
  const { seed, startAt, hardening, hours } = run;
  const plain = demoCity({ seed, devices: run.devices });
  const gauges = Map.groupBy(
    plain.devices.filter(({ model }) => model === GAUGE_MODEL),
    ({ zoneId, id }) => zoneId ?? id,
  );
  const places = [...gauges.values()];
  const idsOf = (from: number, to?: number): ReadonlySet<string> =>
    new Set(places.flatMap((place) => place.slice(from, to).map(({ id }) => id)));
  const removed = idsOf(hardening.gaugesPerPlace ?? Number.POSITIVE_INFINITY);
  const stuck = idsOf(0, hardening.stuckGaugesPerPlace ?? 0);
  const city = { ...plain, devices: plain.devices.filter(({ id }) => !removed.has(id)) };
  const stream = createCityStream({ city, seed, startAt, faults: true, labels: LABELLED_SCENARIOS });
  const labels: Label[] = [];
  const lateMillis = (hardening.lateMinutes ?? 0) * 60_000;

  function* arriving(): Generator<ArrivingMessages> {
    const underWay: ArrivingMessages[] = [];
    for (let second = 0; second < hours * 3600; second += STEP_SECONDS) {
      const { at, publications, labels: final } = stream.advance(STEP_SECONDS);
      labels.push(...final);
      const messages = publications.map((message) => (stuck.has(message.deviceId) ? atZero(message) : message));
      underWay.push({ at: at + lateMillis, messages });
      const arrived = (underWay[0]?.at ?? at) <= at ? underWay.shift() : undefined;
      yield arrived ?? { at, messages: [] };
    }
    labels.push(...stream.close().labels);
  }
  return { city, arriving, labels };
}

/** A message of a gauge that is stuck: with its own time and sequence number, and no water. */
function atZero(message: Publication): Publication {
  const said: unknown = JSON.parse(new TextDecoder().decode(message.payload));
  if (typeof said !== 'object' || said === null) throw new Error(`${message.deviceId} publishes no object`);
  return { ...message, payload: encodeCitynerveJson({ ...said, values: { depth: 0 } }) };
}
