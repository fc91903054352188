import { readFileSync, writeFileSync } from 'node:fs';
import mqtt from 'mqtt';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCitynerve } from '../harness/run-citynerve.ts';
import { startTestCity, type TestCity, testDevice } from '../harness/test-city.ts';

describe('a changed devices.csv', () => {
  let city: TestCity;
  const publish = async (id: string, password: string) => {
    const url = `mqtt://127.0.0.1:${city.running.mqttPort}`;
    const device = await mqtt.connectAsync(url, {
      clientId: id,
      username: id,
      password,
      protocolVersion: 4,
      reconnectPeriod: 0,
    });
    await device.publishAsync(`city/v1/devices/${id}/telemetry`, '{"values":{"level":1}}', { qos: 1 });
    await device.endAsync();
  };
  const edit = (change: (text: string) => string) =>
    writeFileSync(city.folder.devicesCsv, change(readFileSync(city.folder.devicesCsv, 'utf8')));

  beforeAll(async () => {
    city = await startTestCity({
      devices: ['drain-1', 'drain-2', 'drain-3'].map((id) => testDevice(id, 'drain-level')),
    });
    for (const id of ['drain-1', 'drain-2', 'drain-3']) await publish(id, city.token(id));
    await city.folded();
    // One is renamed, one is removed, one is given to another department.
    edit((text) => text.replace(/^drain-1,/m, 'drain-9,').replace(/^drain-2,.*\n/m, ''));
    edit((text) => text.replace(/^(drain-3,.*),water,/m, '$1,roads,'));
    await city.restart();
  });
  afterAll(() => city?.close());

  test('a changed device goes on with its token', async () => {
    await publish('drain-3', city.token('drain-3'));
    await city.folded();
    expect((await city.ledger('drain-3')).messages.received).toBe(2);
    expect(await city.get('/api/devices/drain-3')).toMatchObject({ department: 'roads' });
  });

  test.each(['drain-1', 'drain-2'])(
    'the token of %s, which is no longer there, is refused; its account stays',
    async (id) => {
      await expect(publish(id, city.token(id))).rejects.toMatchObject({ code: expect.any(Number) });
      expect((await city.ledger(id)).messages.received).toBe(1);
    },
  );

  test('the renamed device begins with a token of its own', async () => {
    await expect(publish('drain-9', city.token('drain-1'))).rejects.toMatchObject({ code: expect.any(Number) });
    const { text } = await runCitynerve(city, 'credentials', 'drain-9');
    await publish('drain-9', /^drain-9,(.+)$/m.exec(text)?.[1] ?? '');
    await city.folded();
    expect((await city.ledger('drain-9')).messages.received).toBe(1);
  });

  test('a device that is put back has its old token again', async () => {
    edit((text) => `${text}drain-2,drain-level,,water,acme,22.5,114,,,\n`);
    await city.restart();
    await publish('drain-2', city.token('drain-2'));
    await city.folded();
    expect((await city.ledger('drain-2')).messages.received).toBe(2);
  });
});
