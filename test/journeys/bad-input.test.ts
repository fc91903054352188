import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import mqtt from 'mqtt';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DeviceRefusals } from '../../model/device-refusals.ts';
import { messageDifference, valueDifference } from '../../model/ledger.ts';
import type { Rejected } from '../../model/rejected.ts';
import { eventually } from '../harness/eventually.ts';
import { spoil, startTestCity, type TestCity, testDevice } from '../harness/test-city.ts';

const topic = 'city/v1/devices/drain-1/telemetry';

describe('bad input gets the documented answer', () => {
  let city: TestCity;
  let device: mqtt.MqttClient;
  beforeAll(async () => {
    city = await startTestCity({
      devices: [testDevice('drain-1', 'drain-level'), testDevice('drain-2', 'drain-level')],
    });
    device = await city.connect('drain-1');
  });
  afterAll(() => city?.close());

  const send = (payload: string) => device.publishAsync(topic, payload, { qos: 1 });
  const rejected = async () => (await city.get<{ rejected: Rejected[] }>('/api/rejected?device=drain-1')).rejected;

  test.each([
    ['a garbage payload', '\u0000\u0001{{{', 'not-decodable'],
    ['a NaN, which is no JSON', '{"values":{"level":NaN}}', 'not-a-number'],
    ['a NaN in quotes', '{"values":{"level":"NaN"}}', 'not-a-number'],
    ['a unit of another kind', '{"values":{"level":{"value":1,"unit":"Cel"}}}', 'wrong-dimension'],
    ['a unit that nobody knows', '{"values":{"level":{"value":1,"unit":"furlongs"}}}', 'unknown-unit'],
    ['a time in the year 2099', '{"ts":4070908800000,"values":{"level":1}}', 'time-in-future'],
    ['a time without zone', '{"ts":"2026-01-01T00:00:00","values":{"level":1}}', 'time-invalid'],
  ])('%s is acknowledged, kept with its bytes, and shown with a reason', async (_name, payload, reason) => {
    const before = new Set((await rejected()).map(({ offset }) => offset));
    await send(payload);
    const entry = await eventually(async () => {
      const found = (await rejected()).find(
        (candidate) => candidate.reason === reason && !before.has(candidate.offset),
      );
      expect(found).toBeDefined();
      return found as Rejected;
    });
    expect(entry.detail).not.toBe('');
    const bytes = await (await city.fetch(`/api/rejected/${entry.offset}/payload`)).text();
    if (reason !== 'not-decodable') expect(bytes).toBe(payload);
    expect(device.connected).toBe(true);
  });

  test('an unknown channel is kept as unmapped, with its last value', async () => {
    await send('{"values":{"levle":1.5}}');
    await eventually(async () => {
      const { unmapped } = await city.get<{ unmapped: { channel: string; lastValue: number }[] }>(
        '/api/devices/drain-1',
      );
      expect(unmapped).toMatchObject([{ channel: 'levle', lastValue: 1.5 }]);
    });
  });

  test('the ledger balances over all of it', async () => {
    await city.folded();
    const account = await city.ledger('drain-1');
    expect([messageDifference(account), valueDifference(account)]).toEqual([0, 0]);
    expect(account.messages.received).toBe(8);
  });

  test('a topic without permission closes the connection, is counted and audited', async () => {
    const offender = await city.connect('drain-2', { reconnectPeriod: 0 });
    const closed = new Promise<void>((resolve) => offender.once('close', resolve));
    offender.publish('city/v1/devices/drain-1/telemetry', '{"values":{"level":9}}', { qos: 1 });
    await closed;
    const metrics = await (await fetch(`http://127.0.0.1:${city.running.statusPort}/metrics`)).text();
    expect(metrics).toMatch(/citynerve_gateway_refused 1\n/);
    expect((await city.ledger('drain-1')).messages.received).toBe(8);
  });

  test('a second client with the same credential takes over, and the first comes back when that one has gone', async () => {
    const url = `mqtt://127.0.0.1:${city.running.mqttPort}`;
    const closed = new Promise<void>((resolve) => device.once('close', () => resolve()));
    const back = new Promise<void>((resolve) => device.once('connect', () => resolve()));
    const second = await mqtt.connectAsync(url, {
      clientId: 'drain-1',
      username: 'drain-1',
      password: city.token('drain-1'),
      reconnectPeriod: 0,
    });
    await closed;
    await second.endAsync();
    await back;
    await send('{"values":{"level":1}}');
  });

  test('a connection without a user name or with a wrong token is refused', async () => {
    const url = `mqtt://127.0.0.1:${city.running.mqttPort}`;
    const wrong = { clientId: 'drain-2', username: 'drain-2', password: 'wrong', reconnectPeriod: 0 };
    await expect(mqtt.connectAsync(url, wrong)).rejects.toMatchObject({ code: 4 });
    await expect(mqtt.connectAsync(url, { reconnectPeriod: 0 })).rejects.toMatchObject({ code: 4 });
  });

  test('a second start beside a running one exits with 2 and the reason', async () => {
    const { code, text } = await start(city.folder.root);
    expect(text).toContain('is already running');
    expect(code).toBe(2);
  });

  test('the audit of the refusals is in the journal, one record for the device and reason, and shown with the device', async () => {
    await city.restart();
    await eventually(async () => expect((await city.ledger('drain-2')).refused).toBeGreaterThan(0));
    const { refusals } = await city.get<{ refusals: DeviceRefusals[] }>('/api/devices/drain-2');
    expect(refusals).toMatchObject([
      { reason: 'topic-not-own', detail: expect.stringContaining('city/v1/devices/drain-1/telemetry') },
      { reason: 'bad-credential', detail: expect.stringContaining('"drain-2"') },
    ]);
  });
});

describe('a broken city.yaml', () => {
  let city: TestCity;
  beforeAll(async () => {
    city = await startTestCity({ devices: [] });
    await city.running.close();
  });
  afterAll(() => city?.close());

  test.each([
    [
      'name: { en: a, zh: b }\ntimeZone: Mars/Olympus\n',
      'timeZone is "Mars/Olympus"; must be the full name of an IANA time zone',
    ],
    ['name: { en: a, zh: b }\ntimeZone: UTC\ngateway: { mqttPort: 99999 }\n', 'gateway.mqttPort is 99999; must be'],
    ['name: { en: a, zh: b }\ntimeZone: UTC\nclock: driven\n', 'clock is "driven", but this city'],
    ["name: { en: a, zh: b }\ntimeZone: UTC\nstore: 'influx://127.0.0.1:8086/city?version=9'\n", 'store: '],
    ['name: [', 'is not YAML'],
  ])('stops the start with exit code 2 and one line: %j', async (yaml, message) => {
    spoil(city.folder.cityYaml, yaml);
    const { code, text } = await start(city.folder.root);
    expect(text).toContain(message);
    expect(code).toBe(2);
  });
});

/** Runs `npm start` until it ends by itself. */
async function start(root: string): Promise<{ code: number | null; text: string }> {
  const main = fileURLToPath(new URL('../../main.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', main, '--data', root], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (text += chunk));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, text };
}
