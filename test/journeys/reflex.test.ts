import type { MqttClient } from 'mqtt';
import { afterEach, describe, expect, test } from 'vitest';
import type { Alert } from '../../model/alert.ts';
import type { Reading } from '../../model/reading.ts';
import { eventually } from '../harness/eventually.ts';
import { type FreezableDisk, mountFreezableDisk, testWithFreezableDisk } from '../harness/frozen-disk.ts';
import { type Influxd, startInfluxd } from '../harness/influxd.ts';
import { describeWith } from '../harness/real-programs.ts';
import { mountSmallDisk, type SmallDisk, testWithSmallDisk } from '../harness/small-disk.ts';
import { startTestCity, type TestCity, testDevice } from '../harness/test-city.ts';

/** An alert waits for no store: not for a series store that hangs, nor for documents without room. */
const GAUGE = 'flood-1';
const devices = [testDevice(GAUGE, 'road-flood-depth'), testDevice('drain-1', 'drain-level')];
const telemetry = (id: string) => `city/v1/devices/${id}/telemetry`;

let city: TestCity | undefined;
let influxd: Influxd | undefined;
let frozen: FreezableDisk | undefined;
let small: SmallDisk | undefined;
afterEach(async () => {
  frozen?.thaw();
  await influxd?.kill('SIGCONT').catch(() => undefined);
  await city?.close();
  await influxd?.stop();
  [city, influxd, frozen, small] = [undefined, undefined, undefined, undefined];
});

/** A city that has just been started says so until the brain has read its configuration. */
const untilUp = (here: TestCity) => eventually(() => here.folded());

/** Alerts that an operator's client receives. */
async function listen(here: TestCity): Promise<{ readonly heard: Alert[]; readonly client: MqttClient }> {
  const heard: Alert[] = [];
  const client = await here.connect('operator');
  client.on('message', (_topic, payload) => {
    if (payload.length > 0) heard.push(JSON.parse(payload.toString()));
  });
  await client.subscribeAsync('city/v1/alerts/#', { qos: 1 });
  return { heard, client };
}

const depth = (cm: number) => JSON.stringify({ ts: Date.now(), values: { depth: { value: cm, unit: 'cm' } } });

/**
 * 45 cm in the underpass: the alert is received on MQTT, shown with its evidence and acknowledged, and that is
 * received.
 */
async function expectReflex(here: TestCity): Promise<void> {
  const { heard } = await listen(here);
  const gauge = await here.connect(GAUGE);
  await gauge.publishAsync(telemetry(GAUGE), depth(45), { qos: 1 });
  await eventually(() => expect(heard).toMatchObject([{ severity: 'critical', status: 'open', lane: 'arrival' }]));
  const id = heard[0]?.id ?? '';
  const { alerts } = await here.get<{ alerts: Alert[] }>('/api/alerts');
  expect(alerts.map((alert) => alert.id)).toEqual([id]);
  expect(await here.get(`/api/alerts/${id}`)).toMatchObject({ id, status: 'open' });
  expect(await here.get(`/api/alerts/${id}/evidence`)).toMatchObject({ reading: { deviceId: GAUGE } });
  const answer = await here.fetch(`/api/alerts/${id}/acknowledge`, {
    method: 'POST',
    headers: { 'x-citynerve': '1', 'content-type': 'application/json' },
    body: JSON.stringify({ note: 'closing the road' }),
  });
  expect(answer.status).toBe(202);
  await eventually(() => expect(heard.at(-1)).toMatchObject({ id, status: 'acknowledged' }));
  await eventually(async () =>
    expect(await here.get(`/api/alerts/${id}`)).toMatchObject({ status: 'acknowledged', acknowledgedBy: 'test' }),
  );
}

/** When the store goes on, the reading is in it, and the city is ready. */
async function expectStored(here: TestCity): Promise<void> {
  await eventually(async () => {
    await here.folded();
    const path = `/api/readings?device=${GAUGE}&from=${Date.now() - 3_600_000}&until=${Date.now()}&limit=10`;
    const { readings } = await here.get<{ readings: Reading[] }>(path);
    expect(readings.map(({ value }) => value)).toEqual([45]);
    expect((await here.fetch('/readyz')).status).toBe(200);
  });
}

describeWith(['influxd'], 'a series store that has stopped (SIGSTOP) [influxd]', () => {
  test('delays no alert: it is published, opened and acknowledged', async () => {
    influxd = await startInfluxd();
    city = await startTestCity({
      devices,
      settings: { store: `influx://${influxd.host}:${influxd.port}/citynerve?version=1` },
    });
    await untilUp(city);
    await influxd.kill('SIGSTOP');
    await expectReflex(city);
    await influxd.kill('SIGCONT');
    await expectStored(city);
  });

  test('nor after a start while it is away', async () => {
    influxd = await startInfluxd();
    city = await startTestCity({
      devices,
      settings: { store: `influx://${influxd.host}:${influxd.port}/citynerve?version=1` },
    });
    await untilUp(city);
    await influxd.kill('SIGKILL');
    await city.restart();
    await expectReflex(city);
    await influxd.restart();
    await expectStored(city);
  });
});

describe('the embedded store', () => {
  testWithFreezableDisk('on a disk that hangs delays no alert: it is published, opened and acknowledged', async () => {
    city = await startTestCity({
      devices,
      beforeStart: ({ root }) => {
        frozen = mountFreezableDisk(96, `${root}/store`);
      },
      afterStop: () => frozen?.unmount(),
    });
    await untilUp(city);
    frozen?.freeze();
    // It hangs in the middle of a write.
    const drain = await city.connect('drain-1');
    await drain.publishAsync(telemetry('drain-1'), JSON.stringify({ values: { level: 1 } }), { qos: 1 });
    await expectReflex(city);
    frozen?.thaw();
    await expectStored(city);
  });
});

describe('documents', () => {
  testWithSmallDisk('without room keep no alert from being told, opened and acknowledged', async () => {
    city = await startTestCity({
      devices,
      beforeStart: ({ root }) => {
        small = mountSmallDisk(16, `${root}/documents`);
      },
      afterStop: () => small?.unmount(),
    });
    const here = city;
    const drain = await here.connect('drain-1');
    small?.fill();
    // More than fits into the free pages of SQLite's file.
    await eventually(async () => {
      const level = JSON.stringify({ values: { level: 1, unknown: Math.random() } });
      for (let sent = 0; sent < 200; sent += 1) await drain.publishAsync(telemetry('drain-1'), level, { qos: 1 });
      expect(await (await here.fetch('/readyz')).text()).toContain('takes nothing, tried again in ');
    });
    await expectReflex(here);
    small?.free();
    await expectStored(here);
  });
});
