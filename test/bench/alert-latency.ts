import mqtt from 'mqtt';
import type { Alert } from '../../model/alert.ts';
import type { Device } from '../../model/device.ts';
import { eventually } from '../harness/eventually.ts';
import { testDevice } from '../harness/test-city.ts';
import { startBenchCity } from './bench-city.ts';
import { startLoad } from './start-load.ts';
import { type Spread, spreadOf } from './statistics.ts';

const PROBES = 40;
const DEVICES = 2_000;
const BETWEEN_MILLIS = 250;
const FROM = Date.UTC(2026, 6, 1);

/** Milliseconds from a PUBLISH of a lethal depth in an underpass to the alert on MQTT, while a whole city publishes beside it. */
export async function measureAlertLatency(perSecond: number): Promise<Spread> {
  const gauges = Array.from(
    { length: PROBES },
    (_, index): Device => testDevice(`gauge-${index}`, 'road-flood-depth', { zoneId: `underpass-${index}` }),
  );
  const city = await startBenchCity({ devices: DEVICES, payload: 'json-1', more: gauges });
  const url = `mqtt://127.0.0.1:${city.running.mqttPort}`;
  const tokens = new Map(city.clients.map(({ name, token }) => [name, token]));
  const load = await startLoad({
    port: city.running.mqttPort,
    clients: city.clients.slice(0, DEVICES),
    payload: 'json-1',
    qos: 1,
    window: 64,
    messages: null,
    perMinute: 1,
    perSecond,
    from: FROM,
    clockToken: city.clockToken,
  });
  const ears = await mqtt.connectAsync(url, {
    clientId: 'operator',
    username: 'operator',
    password: city.operatorToken,
  });
  const waiting = new Map<string, (at: number) => void>();
  ears.on('message', (_topic, payload) => {
    if (payload.length === 0) return;
    const { zoneId } = JSON.parse(payload.toString()) as Alert;
    waiting.get(zoneId)?.(performance.now());
    waiting.delete(zoneId);
  });
  await ears.subscribeAsync('city/v1/alerts/#', { qos: 1 });
  const read = () => city.get<{ cityTime: number }>('/api/city');
  const ended = load.run();
  const took: number[] = [];
  for (const [index, { id }] of gauges.entries()) {
    await new Promise((resolve) => setTimeout(resolve, BETWEEN_MILLIS));
    const cityTime = await eventually(async () => {
      const seen = (await read()).cityTime;
      // Nobody has told the city its time yet.
      if (seen < FROM) throw new Error('the clock has not been turned');
      return seen;
    });
    const gauge = await mqtt.connectAsync(url, { clientId: id, username: id, password: tokens.get(id) ?? '' });
    const told = new Promise<number>((resolve) => waiting.set(`underpass-${index}`, resolve));
    const startedAt = performance.now();
    gauge.publish(`city/v1/devices/${id}/telemetry`, JSON.stringify({ ts: cityTime, values: { depth: 60 } }), {
      qos: 1,
    });
    took.push((await told) - startedAt);
    gauge.end(true);
  }
  load.stop();
  await ended;
  ears.end(true);
  await city.close();
  return spreadOf(took);
}
