import mqtt from 'mqtt';
import type { Alert } from '../../model/alert.ts';
import type { Device } from '../../model/device.ts';
import { eventually } from '../harness/eventually.ts';
import { type Influxd, startInfluxd } from '../harness/influxd.ts';
import { testDevice } from '../harness/test-city.ts';
import { startBenchCity } from './bench-city.ts';
import { startLoad } from './start-load.ts';

const PROBES = 40;
const DEVICES = 2_000;
const BETWEEN_MILLIS = 250;
const FROM = Date.UTC(2026, 6, 1);

/** Which series store stands behind the city: the embedded one, an InfluxDB that takes all, or one that hangs. */
export type StoreOfProbe = 'duckdb' | 'influxdb' | 'influxdb that hangs';

/**
 * Milliseconds from PUBLISH of a lethal depth to the alert on MQTT, for each of 40 underpasses, beside a whole city.
 */
export async function measureAlertLatency(perSecond: number, store: StoreOfProbe): Promise<readonly number[]> {
  if (store === 'duckdb') return await measure(perSecond, {}, async () => undefined);
  const influxd = await startInfluxd();
  const settings = { store: `influx://${influxd.host}:${influxd.port}/citynerve?version=1` };
  try {
    return await measure(perSecond, settings, async () => {
      if (store !== 'influxdb') await influxd.kill('SIGSTOP');
    });
  } finally {
    await continued(influxd);
    await influxd.stop();
  }
}

/** One that is stopped hears no other signal. */
const continued = (influxd: Influxd) => influxd.kill('SIGCONT').catch(() => undefined);

async function measure(
  perSecond: number,
  settings: object,
  breakStore: () => Promise<void>,
): Promise<readonly number[]> {
  const gauges = Array.from(
    { length: PROBES },
    (_, index): Device => testDevice(`gauge-${index}`, 'road-flood-depth', { zoneId: `underpass-${index}` }),
  );
  const city = await startBenchCity({ devices: DEVICES, payload: 'json-1', more: gauges, settings });
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
  // The store has what the city's first records led to; then it is broken, and stays so.
  await city.folded();
  await breakStore();
  const ended = load.run();
  const took: number[] = [];
  for (const [index, { id }] of gauges.entries()) {
    await new Promise((resolve) => setTimeout(resolve, BETWEEN_MILLIS));
    const cityTime = await eventually(async () => {
      const seen = (await read()).cityTime;
      // The city's time is not set yet.
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
  return took;
}
