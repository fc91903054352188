import { randomBytes } from 'node:crypto';
import { generate } from 'mqtt-packet';
import { expect, test, vi } from 'vitest';
import { connectPacket, openRawMqtt, publishPacket } from './testing/raw-mqtt.ts';
import { openTestGateway } from './testing/test-gateway.ts';

const TOPIC = 'city/v1/devices/gauge-1/telemetry';
/** The encoded remaining length 256 MiB - 1, the largest that MQTT allows. */
const HUGE = [0xff, 0xff, 0xff, 0x7f];

test('a CONNECT that declares 256 MB closes its connection before any of it is buffered', async () => {
  const { gateway } = await openTestGateway();
  const stranger = await openRawMqtt(gateway.mqttPort);
  stranger.write(Uint8Array.from([0x10, ...HUGE]));
  await stranger.closed;
  expect(gateway.counters().refused['packet-too-large']).toBe(1);
});

test('a PUBLISH over the limit closes its connection; one just under it is acknowledged', async () => {
  const { gateway, journal } = await openTestGateway();
  const gauge = await openRawMqtt(gateway.mqttPort);
  gauge.send(connectPacket('gauge-1'));
  await gauge.next('connack');
  gauge.send(publishPacket(TOPIC, 1, 'x'.repeat(65_000)));
  await gauge.next('puback');
  gauge.write(Uint8Array.from([0x32, ...HUGE]));
  await gauge.closed;
  expect(journal.of('publication')).toHaveLength(1);
  expect(gateway.counters().refused['packet-too-large']).toBe(1);
});

test('a large message in many small chunks is accepted, also when each chunk is one byte', async () => {
  const { gateway, journal } = await openTestGateway();
  const gauge = await openRawMqtt(gateway.mqttPort);
  const bytes = Buffer.concat([generate(connectPacket('gauge-1')), generate(publishPacket(TOPIC, 9))]);
  for (const byte of bytes) gauge.write(Uint8Array.of(byte));
  expect(await gauge.next('puback')).toMatchObject({ messageId: 9 });
  expect(journal.of('publication')).toHaveLength(1);
});

test('packets sent behind CONNECT without waiting are all acknowledged', async () => {
  const { gateway, journal } = await openTestGateway();
  const gauge = await openRawMqtt(gateway.mqttPort);
  const backlog = Array.from({ length: 1000 }, (_, index) => publishPacket(TOPIC, index + 1));
  gauge.send(connectPacket('gauge-1'), ...backlog);
  for (let index = 0; index < backlog.length; index++) await gauge.next('puback');
  expect(journal.of('publication').map(({ messageId }) => messageId)).toEqual(backlog.map((_, index) => index + 1));
});

test.each([
  ['PUBLISH', Buffer.from([0x32, 0x07, 0x00, 0x03, 0x61, 0x2f, 0x62, 0x00, 0x00])],
  ['SUBSCRIBE', Buffer.from([0x82, 0x06, 0x00, 0x00, 0x00, 0x01, 0x61, 0x00])],
])('message id 0 in %s closes the connection', async (_name, bytes) => {
  const { gateway } = await openTestGateway();
  const gauge = await openRawMqtt(gateway.mqttPort);
  gauge.send(connectPacket('gauge-1'));
  await gauge.next('connack');
  gauge.write(bytes);
  await gauge.closed;
  expect(gateway.counters().refused['message-id-zero']).toBe(1);
});

test.each([
  ['alone', Buffer.from([])],
  ['before another packet', Buffer.from([0xc0, 0x00])],
])(
  'a PUBLISH that ends before its message id, %s, closes the connection and is not journalled',
  async (_name, behind) => {
    const { gateway, journal } = await openTestGateway();
    const gauge = await openRawMqtt(gateway.mqttPort);
    gauge.send(connectPacket('gauge-1'));
    await gauge.next('connack');
    const topic = Buffer.from('city/v1/devices/gauge-1/telemetry');
    gauge.write(Buffer.concat([Buffer.from([0x32, topic.length + 2, 0, topic.length]), topic, behind]));
    await gauge.closed;
    expect(journal.of('publication')).toEqual([]);
  },
);

test.each([
  ['NUL', Buffer.from('city/v1/devices/gauge-1/a\0b')],
  ['bytes that are not UTF-8', Buffer.concat([Buffer.from('city/v1/devices/gauge-1/'), Buffer.from([0xff, 0xfe])])],
  ['600 bytes', Buffer.from(`city/v1/devices/gauge-1/${'x'.repeat(600)}`)],
])('a topic with %s closes the connection and is not journalled', async (_name, topic) => {
  const { gateway, journal } = await openTestGateway();
  const gauge = await openRawMqtt(gateway.mqttPort);
  gauge.send(connectPacket('gauge-1'));
  await gauge.next('connack');
  const body = Buffer.concat([Buffer.from([topic.length >> 8, topic.length & 0xff]), topic, Buffer.from('1')]);
  gauge.write(Buffer.concat([Buffer.from([0x30, ...varint(body.length)]), body]));
  await gauge.closed;
  expect(journal.of('publication')).toEqual([]);
  expect(gateway.counters().refused['topic-invalid']).toBe(1);
});

test('MQTT 5 is answered with "unacceptable protocol version"', async () => {
  const { gateway } = await openTestGateway();
  const modern = await openRawMqtt(gateway.mqttPort);
  modern.send(connectPacket('gauge-1', { protocolVersion: 5 }));
  await modern.closed;
  expect(gateway.counters().openConnections).toBe(0);
});

test('connections over the limit are closed and the others stay open', async () => {
  const { gateway, connect } = await openTestGateway({ limits: { maxConnections: 1 } });
  const gauge = await connect('gauge-1');
  const second = await openRawMqtt(gateway.mqttPort);
  await second.closed;
  await gauge.publishAsync(TOPIC, '1', { qos: 1 });
});

test('a socket that never sends CONNECT is closed', async () => {
  const { gateway } = await openTestGateway({ limits: { connectTimeoutSeconds: 0.1 } });
  const mute = await openRawMqtt(gateway.mqttPort);
  await mute.closed;
});

test('an operator that stops reading is disconnected, and the brain and the devices go on', async () => {
  const { gateway, connect } = await openTestGateway({ limits: { drainTimeoutSeconds: 0.1 } });
  const frozen = await openRawMqtt(gateway.mqttPort);
  frozen.send(connectPacket('operator'), {
    cmd: 'subscribe',
    messageId: 1,
    subscriptions: [{ topic: 'city/v1/alerts/#', qos: 0 }],
  });
  await frozen.next('suback');
  frozen.socket.pause();
  const brain = await connect('brain');
  // More than the buffers of both sockets hold.
  const alert = 'x'.repeat(60_000);
  for (let index = 0; index < 300; index++) {
    await brain.publishAsync('city/v1/alerts/zone/scenario/a1', alert, { qos: 1, retain: true });
  }
  const gauge = await connect('gauge-1');
  await gauge.publishAsync(TOPIC, '1', { qos: 1 });
  await vi.waitFor(() => expect(gateway.counters().openConnections).toBe(2));
});

test('a payload of any bytes is acknowledged and kept as it is', async () => {
  const { connect, journal } = await openTestGateway();
  const gauge = await connect('gauge-1');
  const garbage = randomBytes(300);
  await gauge.publishAsync(TOPIC, garbage, { qos: 1 });
  await gauge.publishAsync(TOPIC, '', { qos: 1 });
  expect(journal.of('publication').map(({ payload }) => Buffer.from(payload))).toEqual([garbage, Buffer.alloc(0)]);
});

test('random bytes on many connections leave no connection open and do not disturb other clients', async () => {
  const { gateway, connect } = await openTestGateway();
  const strangers = await Promise.all(Array.from({ length: 50 }, () => openRawMqtt(gateway.mqttPort)));
  for (const stranger of strangers) {
    stranger.write(randomBytes(400));
    stranger.socket.end();
  }
  await Promise.all(strangers.map(({ closed }) => closed));
  const gauge = await connect('gauge-1');
  await gauge.publishAsync(TOPIC, '1', { qos: 1 });
  expect(gateway.counters().openConnections).toBe(1);
});

function varint(length: number): number[] {
  return length < 128 ? [length] : [(length & 127) | 128, length >> 7];
}
