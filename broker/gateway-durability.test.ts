import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { openTestGateway, tokenOf } from './testing/test-gateway.ts';

const TOPIC = 'city/v1/devices/gauge-1/telemetry';
const MOSQUITTO_PUB = '/usr/bin/mosquitto_pub';

test.for(['mqtt', 'ws'] as const)(
  'a message over %s is acknowledged only when it is in the journal',
  async (protocol) => {
    const { connect, journal, settle } = await openTestGateway();
    const gauge = await connect('gauge-1', { protocol });
    await journal.awaitRecord('presence');
    journal.hold();
    const order: string[] = [];
    const acknowledged = gauge.publishAsync(TOPIC, '{"rain":1.2}', { qos: 1 }).then(() => order.push('acknowledged'));
    await settle();
    expect(order).toEqual([]);
    journal.onDurable(() => order.push('durable'));
    journal.release();
    await acknowledged;
    expect(order.at(0)).toBe('durable');
    expect(order.at(-1)).toBe('acknowledged');
    expect(journal.of('publication')[0]).toMatchObject({
      deviceId: 'gauge-1',
      topic: TOPIC,
      payload: Buffer.from('{"rain":1.2}'),
      qos: 1,
      retain: false,
    });
  },
);

test('messages of QoS 0 and QoS 2 are journalled too', async () => {
  const { connect, journal, gateway } = await openTestGateway();
  const gauge = await connect('gauge-1');
  await gauge.publishAsync(TOPIC, 'zero', { qos: 0 });
  await gauge.publishAsync(TOPIC, 'two', { qos: 2 });
  const said = journal.of('publication').map(({ qos, payload }) => [qos, String(payload)]);
  expect(said).toEqual([
    [0, 'zero'],
    [2, 'two'],
  ]);
  expect(gateway.counters()).toMatchObject({ received: 2, journalledQos0: 1, journalledQos1: 0, journalledQos2: 1 });
});

test('a thousand messages sent at once stand in the journal in the order in which they were sent', async () => {
  const { connect, journal } = await openTestGateway();
  const gauge = await connect('gauge-1');
  const bodies = Array.from({ length: 1000 }, (_, seq) => `{"rain":0,"seq":${seq}}`);
  await Promise.all(bodies.map((body) => gauge.publishAsync(TOPIC, body, { qos: 1 })));
  expect(journal.of('publication').map(({ payload }) => String(payload))).toEqual(bodies);
});

test('while the journal is full nothing is acknowledged, new connections get code 3, and it recovers by itself', async () => {
  const { connect, gateway, journal, settle } = await openTestGateway();
  const gauge = await connect('gauge-1');
  await gauge.publishAsync(TOPIC, 'before', { qos: 1 });
  journal.fill();
  let isAcknowledged = false;
  const acknowledged = gauge.publishAsync(TOPIC, 'held', { qos: 1 }).then(() => {
    isAcknowledged = true;
  });
  await settle();
  await settle();
  await expect(connect('gauge-2')).rejects.toMatchObject({ code: 3 });
  expect(isAcknowledged).toBe(false);
  expect(gateway.health()[0]).toMatchObject({ name: 'journal', ok: false });
  journal.makeRoom();
  await acknowledged;
  expect(gateway.health()[0]).toMatchObject({ name: 'journal', ok: true });
  expect(String(journal.of('publication').at(-1)?.payload)).toBe('held');
  await connect('gauge-2');
});

test('a message that waited for the maximum time is not acknowledged and its connection is closed', async () => {
  const { connect, gateway, journal } = await openTestGateway({ limits: { maxWaitSeconds: 0.2 } });
  const gauge = await connect('gauge-1');
  await journal.awaitRecord('presence');
  journal.fill();
  const closed = new Promise<void>((resolve) => gauge.once('close', () => resolve()));
  gauge.publishAsync(TOPIC, 'held', { qos: 1 }).catch(() => {});
  await closed;
  expect(journal.of('publication')).toEqual([]);
  expect(gateway.counters().expired).toBe(1);
});

test('the will of a device whose connection was lost is journalled', async () => {
  const { connect, journal } = await openTestGateway();
  const gauge = await connect('gauge-1', {
    will: { topic: `${TOPIC}`, payload: Buffer.from('gone'), qos: 1, retain: true },
  });
  gauge.stream.destroy();
  const will = await journal.awaitRecord('publication');
  expect(will).toMatchObject({ deviceId: 'gauge-1', payload: Buffer.from('gone'), messageId: 0 });
});

test('presence is journalled: connect, disconnect, and whether DISCONNECT was sent', async () => {
  const { connect, journal } = await openTestGateway();
  const first = await connect('gauge-1');
  await first.endAsync();
  await journal.awaitRecord('presence', ({ present }) => !present);
  const second = await connect('gauge-1');
  second.stream.destroy();
  await journal.awaitRecord('presence', ({ present, connection }) => !present && connection === 2);
  const presence = journal.of('presence');
  expect(presence.map(({ connection, present, clean }) => [connection, present, clean])).toEqual([
    [1, true, false],
    [1, false, true],
    [2, true, false],
    [2, false, false],
  ]);
});

test("a device's own token never reaches the journal", async () => {
  const { connect, journal, gateway } = await openTestGateway();
  const gauge = await connect('gauge-1');
  const token = tokenOf('gauge-1');
  await gauge.publishAsync(`city/v1/devices/gauge-1/${token}/up`, `{"token":"${token}"}`, { qos: 1 });
  const said = journal.of('publication')[0];
  const stars = '*'.repeat(token.length);
  expect(said?.topic).toBe(`city/v1/devices/gauge-1/${stars}/up`);
  expect(String(said?.payload)).toBe(`{"token":"${stars}"}`);
  expect(gateway.counters().secretsMasked).toBe(1);
});

test.skipIf(!existsSync(MOSQUITTO_PUB))('mosquitto_pub gets its acknowledgement', async () => {
  const { journal, gateway } = await openTestGateway();
  const who = ['-i', 'gauge-1', '-u', 'gauge-1', '-P', tokenOf('gauge-1')];
  const what = ['-t', TOPIC, '-q', '1', '-m', '{"rain":0.4}'];
  await promisify(execFile)(MOSQUITTO_PUB, ['-h', '127.0.0.1', '-p', String(gateway.mqttPort), ...who, ...what]);
  expect(String(journal.of('publication')[0]?.payload)).toBe('{"rain":0.4}');
});
