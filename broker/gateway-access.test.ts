import type { MqttClient } from 'mqtt';
import { generate } from 'mqtt-packet';
import { expect, test } from 'vitest';
import { connectPacket, openRawMqtt } from './testing/raw-mqtt.ts';
import { openTestGateway } from './testing/test-gateway.ts';

const closing = (client: MqttClient): Promise<void> => new Promise((resolve) => client.once('close', () => resolve()));

test('a client without a valid credential is refused', async () => {
  const { connect, gateway } = await openTestGateway();
  await expect(connect('gauge-1', { password: 'wrong' })).rejects.toMatchObject({ code: 4 });
  await expect(connect('nobody', { password: '' })).rejects.toMatchObject({ code: 4 });
  const nameless = await openRawMqtt(gateway.mqttPort);
  nameless.send({
    cmd: 'connect',
    clientId: 'gauge-1',
    protocolId: 'MQTT',
    protocolVersion: 4,
    clean: true,
    keepalive: 0,
  });
  expect(await nameless.next('connack')).toMatchObject({ returnCode: 4 });
  await nameless.closed;
  expect(gateway.counters().refused['bad-credential']).toBe(3);
});

test('the client id has to match the credential', async () => {
  const { connect, gateway } = await openTestGateway();
  await expect(connect('gauge-1', { clientId: 'gauge-2' })).rejects.toMatchObject({ code: 2 });
  await expect(connect('gauge-1', { clientId: 'gauge-1:spare' })).rejects.toMatchObject({ code: 2 });
  await expect(emptyIdOf(gateway.mqttPort, 'gauge-1')).resolves.toMatchObject({ returnCode: 2 });
  await expect(emptyIdOf(gateway.mqttPort, 'operator')).resolves.toMatchObject({ returnCode: 2 });
  await expect(connect('operator', { clientId: 'operator:a/#' })).rejects.toMatchObject({ code: 2 });
  await connect('operator', { clientId: 'operator:wall-2' });
});

test.each([
  'city/v1/devices/gauge-2/telemetry',
  'city/v1/devices/gauge-11/telemetry',
  'city/v1/devices/gauge-1',
  'city/v1/devices/gauge-1/',
  'city/v1/alerts/zone/scenario/1',
  'city/v1/clock',
  '$SYS/x/new/clients',
  'elsewhere',
])('a device that publishes to %s is closed, and nothing of it is journalled', async (topic) => {
  const { connect, journal, gateway } = await openTestGateway();
  const other = await connect('gauge-2');
  const gauge = await connect('gauge-1');
  const closed = closing(gauge);
  gauge.publishAsync(topic, 'gauge-2', { qos: 1 }).catch(() => {});
  await closed;
  await other.publishAsync('city/v1/devices/gauge-2/telemetry', 'still here', { qos: 1 });
  expect(journal.of('publication').map(({ deviceId }) => deviceId)).toEqual(['gauge-2']);
  expect(Object.values(gateway.counters().refused).reduce((sum, count) => sum + count)).toBe(1);
});

test('a device may publish on the topics of its dialect, and another device may not publish on the same', async () => {
  const { connect, journal, gateway } = await openTestGateway({
    topicsOf: (deviceId) => (deviceId === 'gauge-1' ? ['spBv1.0/+/+/{deviceId}/#'] : []),
  });
  const gauge = await connect('gauge-1', {
    will: { topic: 'spBv1.0/city/NDEATH/gauge-1', payload: Buffer.from('gone'), qos: 1, retain: false },
  });
  const topics = ['spBv1.0/city/NBIRTH/gauge-1', 'spBv1.0/city/DDATA/gauge-1/pump', 'spBv1.0/city/DDATA/gauge-1/pump'];
  for (const topic of topics) await gauge.publishAsync(topic, 'x', { qos: 1 });
  expect(journal.of('publication').map(({ deviceId, topic }) => [deviceId, topic])).toEqual(
    topics.map((topic) => ['gauge-1', topic]),
  );
  const other = await connect('gauge-2');
  const [closed, otherClosed] = [closing(gauge), closing(other)];
  other.publishAsync(topics[0] ?? '', 'x', { qos: 1 }).catch(() => {});
  await otherClosed;
  gauge.publishAsync('spBv1.0/city/NBIRTH/gauge-2', 'x', { qos: 1 }).catch(() => {});
  await closed;
  expect(gateway.counters().refused['topic-not-own']).toBe(2);
});

test('refusals are audited once per device and reason, with their count', async () => {
  const { connect, journal, gateway } = await openTestGateway();
  for (let attempt = 0; attempt < 3; attempt++) {
    await expect(connect('gauge-1', { password: 'wrong' })).rejects.toThrow();
    await expect(connect('no-such-device', { password: 'wrong' })).rejects.toThrow();
  }
  await gateway.close();
  expect(journal.of('refusal').map(({ deviceId, reason, count }) => [deviceId, reason, count])).toEqual([
    ['gauge-1', 'bad-credential', 3],
    ['', 'bad-credential', 3],
  ]);
});

test.each(['city/v1/devices/gauge-2/telemetry', 'city/v1/devices/gauge-1/#', '$SYS/x/new/clients', 'city/v1/clock'])(
  'a will on %s keeps a device out',
  async (topic) => {
    const { connect, gateway } = await openTestGateway();
    const will = { topic, payload: Buffer.from('x'), qos: 1, retain: false } as const;
    await expect(connect('gauge-1', { will })).rejects.toMatchObject({ code: 5 });
    expect(gateway.counters().refused['will-topic']).toBe(1);
  },
);

test('a device can subscribe to its own commands and nothing else', async () => {
  const { connect } = await openTestGateway();
  const gauge = await connect('gauge-1');
  const asked = [
    'city/v1/devices/gauge-1/commands/#',
    'city/v1/devices/gauge-1/commands/+',
    'city/v1/devices/gauge-1/telemetry',
    'city/v1/devices/gauge-2/commands/#',
    'city/v1/devices/+/commands/#',
    'city/v1/alerts/#',
    '$SYS/#',
    '$share/g/city/v1/devices/gauge-1/commands/#',
    'city/v1/devices/gauge-1/commands/a+',
    '#',
  ];
  expect(await grants(gauge, asked)).toEqual([0, 0, 128, 128, 128, 128, 128, 128, 128, 128]);
});

test('the number of subscriptions of a device is limited', async () => {
  const { connect } = await openTestGateway({ limits: { maxSubscriptions: 2 } });
  const gauge = await connect('gauge-1');
  const filters = ['a', 'b', 'c'].map((name) => `city/v1/devices/gauge-1/commands/${name}`);
  expect(await grants(gauge, filters)).toEqual([0, 0, 128]);
  await gauge.unsubscribeAsync('city/v1/devices/gauge-1/commands/a');
  expect(await grants(gauge, filters.slice(2))).toEqual([0]);
});

test('an alert of the brain is retained for an operator who connects later, and is not journalled', async () => {
  const { connect, journal } = await openTestGateway();
  const brain = await connect('brain');
  await brain.publishAsync('city/v1/alerts/zone-1/waterlogging/a1', '{"id":"a1"}', { qos: 1, retain: true });
  const operator = await connect('operator');
  const received = new Promise((resolve) =>
    operator.on('message', (topic, payload, { retain }) => resolve([topic, String(payload), retain])),
  );
  await operator.subscribeAsync('city/v1/alerts/#', { qos: 1 });
  expect(await received).toEqual(['city/v1/alerts/zone-1/waterlogging/a1', '{"id":"a1"}', true]);
  expect(journal.of('publication')).toEqual([]);
});

test('a notice of the flows reaches a subscribed operator, is never retained, and is not journalled', async () => {
  const { connect, journal, gateway } = await openTestGateway();
  const flows = await connect('flows');
  const operator = await connect('operator');
  const received = new Promise((resolve) =>
    operator.on('message', (topic, payload, { retain, qos }) => resolve([topic, String(payload), retain, qos])),
  );
  await operator.subscribeAsync('city/v1/notices/#', { qos: 1 });
  await flows.publishAsync('city/v1/notices/flood', '{"id":"n1"}', { qos: 1, retain: true });
  expect(await received).toEqual(['city/v1/notices/flood', '{"id":"n1"}', false, 1]);
  const later = await connect('operator', { clientId: 'operator:later' });
  const delivered: string[] = [];
  later.on('message', (topic) => delivered.push(topic));
  await later.subscribeAsync('city/v1/notices/#', { qos: 1 });
  await later.endAsync();
  expect(delivered).toEqual([]);
  expect(journal.of('publication')).toEqual([]);
  expect(gateway.counters()).toMatchObject({ noticesPublished: 1, retainIgnored: 1 });
});

test('services may use only their own topics', async () => {
  const { connect } = await openTestGateway();
  for (const [user, topic] of [
    ['brain', 'city/v1/devices/gauge-1/telemetry'],
    ['brain', 'city/v1/clock'],
    ['operator', 'city/v1/alerts/zone-1/waterlogging/a1'],
    ['operator', 'city/v1/notices/flood'],
    ['flows', 'city/v1/alerts/zone-1/waterlogging/a1'],
    ['flows', 'city/v1/devices/gauge-1/telemetry'],
    ['flows', 'city/v1/notices/'],
    ['flows', 'city/v1/clock'],
    ['brain', 'city/v1/notices/flood'],
    ['clock', 'city/v1/clock'],
  ] as const) {
    const client = await connect(user);
    const closed = closing(client);
    client.publishAsync(topic, '{"now":1}', { qos: 1 }).catch(() => {});
    await closed;
  }
  const brain = await connect('brain');
  expect(await grants(brain, ['city/v1/alerts/#', 'city/v1/notices/#', 'city/v1/devices/+/telemetry'])).toEqual([
    0, 128, 128,
  ]);
  for (const user of ['flows', 'operator']) {
    const client = await connect(user, { clientId: `${user}:ears` });
    const asked = ['city/v1/alerts/#', 'city/v1/notices/#', 'city/v1/notices', 'city/v1/devices/+/telemetry', '$SYS/#'];
    expect(await grants(client, asked)).toEqual([0, 0, 128, 128, 128]);
  }
});

test('nothing that a device sends is retained by the broker', async () => {
  const { connect, journal, gateway } = await openTestGateway();
  const gauge = await connect('gauge-1');
  await gauge.publishAsync('city/v1/devices/gauge-1/commands/x', 'kept?', { qos: 1, retain: true });
  const received: string[] = [];
  gauge.on('message', (topic) => received.push(topic));
  await gauge.subscribeAsync('city/v1/devices/gauge-1/commands/#');
  await gauge.publishAsync('city/v1/devices/gauge-1/telemetry', '1', { qos: 2 });
  expect(received).toEqual([]);
  expect(journal.of('publication')[0]?.retain).toBe(true);
  expect(gateway.counters().retainIgnored).toBe(1);
});

test('a session does not outlive its connection', async () => {
  const { connect, journal, gateway } = await openTestGateway();
  const first = await connect('gauge-1', { clean: false });
  await first.subscribeAsync('city/v1/devices/gauge-1/commands/#', { qos: 1 });
  await first.endAsync();
  await journal.awaitRecord('presence', ({ present }) => !present);
  const second = await openRawMqtt(gateway.mqttPort);
  second.send(connectPacket('gauge-1', { clean: false }));
  expect(await second.next('connack')).toMatchObject({ returnCode: 0, sessionPresent: false });
});

test('a connection whose token is withdrawn ends when the credentials are read again', async () => {
  const { connect, gateway, withdrawn } = await openTestGateway();
  const gauge = await connect('gauge-1');
  const other = await connect('gauge-2');
  withdrawn.add('gauge-1');
  const closed = closing(gauge);
  gateway.reloadCredentials();
  await closed;
  await other.publishAsync('city/v1/devices/gauge-2/telemetry', '1', { qos: 1 });
  expect(gateway.counters().refused['credential-withdrawn']).toBe(1);
});

/** SUBACK codes in the order of the filters, also when some are refused. */
async function grants(client: MqttClient, filters: readonly string[]): Promise<number[]> {
  const codes: number[] = [];
  for (const filter of filters) {
    // MQTT.js rejects where the answer is 0x80.
    const [granted] = await client.subscribeAsync(filter).catch(() => [{ qos: 128 }]);
    codes.push(granted?.qos ?? 128);
  }
  return codes;
}

/** The CONNACK for an empty client id that asks for a session that outlives the connection. */
async function emptyIdOf(port: number, user: string) {
  const client = await openRawMqtt(port);
  // mqtt-packet does not write such a CONNECT: its flag for a clean session is cleared here.
  const bytes = generate(connectPacket(user, { clientId: '' }));
  bytes[CONNECT_FLAGS_AT] = (bytes[CONNECT_FLAGS_AT] ?? 0) & ~CLEAN_SESSION;
  client.write(bytes);
  return client.next('connack');
}

/** Behind the fixed header (2 bytes), the protocol name (6) and its level (1): MQTT 3.1.1, 3.1.2.3. */
const CONNECT_FLAGS_AT = 9;
const CLEAN_SESSION = 0b10;
