import mqtt from 'mqtt';
import { expect, onTestFinished, test } from 'vitest';
import { openSilentProxy } from './testing/silent-proxy.ts';
import { openTestGateway, tokenOf } from './testing/test-gateway.ts';

const TOPIC = 'city/v1/devices/gauge-1/telemetry';

test('behind a network that lost its connection without a word, MQTT.js with its defaults is in again at once', async () => {
  const { gateway, journal } = await openTestGateway();
  const proxy = await openSilentProxy(gateway.mqttPort);
  const url = `mqtt://127.0.0.1:${proxy.port}`;
  const gauge = mqtt.connect(url, { clientId: 'gauge-1', username: 'gauge-1', password: tokenOf('gauge-1') });
  onTestFinished(() => void gauge.end(true));
  await connected(gauge);
  await gauge.publishAsync(TOPIC, 'before', { qos: 1 });
  proxy.cut();
  expect(gateway.counters().openConnections).toBe(1);
  await connected(gauge);
  await gauge.publishAsync(TOPIC, 'after', { qos: 1 });
  await expect.poll(() => proxy.openBehind).toBe(1);
  expect(gateway.counters()).toMatchObject({ takeovers: 1, takeoversSlowed: 0, openConnections: 1, connections: 2 });
  expect(journal.of('publication').map(({ payload }) => String(payload))).toEqual(['before', 'after']);
  expect(journal.of('presence').map(({ connection, present }) => [connection, present])).toEqual([
    [1, true],
    [1, false],
    [2, true],
  ]);
});

test('two clients that fight over one identity are slowed and named, and the readings of both are kept', async () => {
  const { gateway, journal, url } = await openTestGateway({
    limits: { firstTakeoverWaitSeconds: 0.05, longestTakeoverWaitSeconds: 0.1 },
  });
  const fighter = () => {
    const client = mqtt.connect(url(), {
      clientId: 'gauge-1',
      username: 'gauge-1',
      password: tokenOf('gauge-1'),
      reconnectPeriod: 5,
    });
    onTestFinished(() => void client.end(true));
    client.on('error', () => {});
    return client;
  };
  const clients = [fighter(), fighter()];
  const sent = Array.from({ length: 20 }, (_, index) => clients.map((_client, of) => `${of}:${index}`));
  for (const round of sent) {
    // The next round begins only after the identity has changed hands, so that all of it is a fight.
    const before = gateway.counters().takeovers;
    await Promise.all(round.map((text, of) => clients[of]?.publishAsync(TOPIC, text, { qos: 1 })));
    await expect.poll(() => gateway.counters().takeovers).toBeGreaterThan(before);
  }
  const kept = new Set(journal.of('publication').map(({ payload }) => String(payload)));
  expect([...kept].sort()).toEqual(sent.flat().sort());
  expect(gateway.counters().takeoversSlowed).toBeGreaterThan(10);
  expect(gateway.counters().refused['identity-contested']).toBe(gateway.counters().takeoversSlowed);
  const check = gateway.health().find(({ name }) => name === 'identities');
  expect(check).toMatchObject({ ok: true, detail: expect.stringContaining('gauge-1') });
  await gateway.close();
  expect(journal.of('refusal').map(({ deviceId, reason }) => [deviceId, reason])).toContainEqual([
    'gauge-1',
    'identity-contested',
  ]);
});

test('an identity that nobody fights over is not named', async () => {
  const { gateway, connect } = await openTestGateway();
  await connect('gauge-1');
  await connect('gauge-1');
  expect(gateway.health().find(({ name }) => name === 'identities')?.detail).toBe('no two clients fight over one');
});

test('several clients of one user with client ids of their own all receive alerts', async () => {
  const { connect, gateway } = await openTestGateway();
  const screens = await Promise.all(
    ['screen-1', 'screen-2', 'operator', 'operator:wall', 'operator-3', ''].map((clientId) =>
      connect('operator', { clientId }),
    ),
  );
  const heard = screens.map((screen) => new Promise((resolve) => screen.once('message', (topic) => resolve(topic))));
  for (const screen of screens) await screen.subscribeAsync('city/v1/alerts/#', { qos: 1 });
  const brain = await connect('brain');
  await brain.publishAsync('city/v1/alerts/zone-1/waterlogging/a1', '{}', { qos: 1, retain: true });
  expect(new Set(await Promise.all(heard))).toEqual(new Set(['city/v1/alerts/zone-1/waterlogging/a1']));
  expect(gateway.counters().takeovers).toBe(0);
});

test('a client id of one user never takes over the connection of another', async () => {
  const { connect, gateway } = await openTestGateway();
  const gauge = await connect('gauge-1');
  await connect('operator', { clientId: 'gauge-1' });
  await connect('flows', { clientId: 'gauge-1' });
  await gauge.publishAsync(TOPIC, '1', { qos: 1 });
  expect(gateway.counters()).toMatchObject({ takeovers: 0, openConnections: 3 });
});

test('an empty client id is the one of the device, and takes over like it', async () => {
  const { connect, gateway } = await openTestGateway();
  const first = await connect('gauge-1');
  const closed = new Promise<void>((resolve) => first.once('close', () => resolve()));
  const second = await connect('gauge-1', { clientId: '' });
  await closed;
  await second.publishAsync(TOPIC, '1', { qos: 1 });
  expect(gateway.counters().takeovers).toBe(1);
});

const connected = (client: mqtt.MqttClient): Promise<void> =>
  new Promise((resolve) => client.once('connect', () => resolve()));
