import type { MqttClient } from 'mqtt';
import { testDevice } from './test-city.ts';

const MINUTE_MILLIS = 60_000;

/** Devices at the underpass of the test city that measure a storm. */
export const STORM_DEVICES = [
  testDevice('rain-1', 'rain-gauge', { latitude: 22.503, longitude: 113.997 }),
  testDevice('drain-1', 'drain-level', { latitude: 22.501 }),
  testDevice('flood-1', 'road-flood-depth', { longitude: 114.002 }),
  testDevice('traffic-1', 'traffic-counter', { latitude: 22.497, provider: 'beta' }),
];

/**
 * With a driven clock: 15 minutes of dry road, then rain that floods the underpass until an alert opens. Returns the
 * city time at the end.
 */
export async function playStorm(options: {
  readonly connect: (name: string) => Promise<MqttClient>;
  readonly startAt: number;
  readonly minutes: number;
}): Promise<number> {
  const clock = await options.connect('clock');
  const devices = new Map<string, MqttClient>();
  for (const { id } of STORM_DEVICES) devices.set(id, await options.connect(id));
  let now = options.startAt;
  const measure = (id: string, values: object) =>
    devices.get(id)?.publishAsync(`city/v1/devices/${id}/telemetry`, JSON.stringify({ values, ts: now }), { qos: 1 });
  const between = (low: number, high: number, share: number) => low + (high - low) * Math.max(0, Math.min(1, share));
  const wobble = (minute: number) => (minute % 3) / 10;
  for (let minute = 0; minute < options.minutes; minute++) {
    now += MINUTE_MILLIS;
    await clock.publishAsync('city/v1/clock', JSON.stringify({ now }), { qos: 1 });
    await Promise.all([
      measure('rain-1', { rain: minute < 15 ? 0 : between(0.5, 1.5, (minute - 15) / 20) }),
      measure('drain-1', { fill: between(20, 98, (minute - 15) / 25) + wobble(minute), level: 1.2 }),
      measure('flood-1', { depth: between(0, 45, (minute - 30) / 25) + (minute > 30 ? wobble(minute) : 0) }),
      measure('traffic-1', { speed: between(45, 8, (minute - 35) / 20) + wobble(minute), volume: 20 }),
    ]);
  }
  for (const client of [clock, ...devices.values()]) await client.endAsync();
  return now;
}
