import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { generate } from 'mqtt-packet';
import pino from 'pino';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { connectPacket, openRawMqtt } from './testing/raw-mqtt.ts';
import { openTestGateway } from './testing/test-gateway.ts';

/** Offsets in a CONNECT of MQTT 3.1.1 whose remaining length is one byte (3.1.2). */
const LEVEL_AT = 8;
const FLAGS_AT = 9;

/** A gateway whose log is kept as objects. */
async function openLogged() {
  const lines: Record<string, unknown>[] = [];
  const log = pino({ level: 'warn' }, { write: (line) => void lines.push(JSON.parse(line)) });
  return { ...(await openTestGateway({ log })), lines };
}

test.each([5, 6, 2, 0x86])('protocol level %i is answered with CONNACK 1 and closed', async (level) => {
  const { gateway, lines } = await openLogged();
  const client = await openRawMqtt(gateway.mqttPort);
  const bytes = generate(connectPacket('gauge-1'));
  bytes[LEVEL_AT] = level;
  client.write(bytes);
  expect(await client.next('connack')).toMatchObject({ returnCode: 1 });
  await client.closed;
  expect(gateway.counters().refused['protocol-level']).toBe(1);
  expect(lines).toMatchObject([{ reason: 'protocol-level', detail: expect.stringContaining('spoken are 3') }]);
});

test.each([3, 0x83, 0x84])('protocol level %i is let in', async (level) => {
  const { gateway } = await openTestGateway();
  const client = await openRawMqtt(gateway.mqttPort);
  const bytes = generate(connectPacket('gauge-1'));
  bytes[LEVEL_AT] = level;
  client.write(bytes);
  expect(await client.next('connack')).toMatchObject({ returnCode: 0 });
});

test('a will of QoS 3 closes the connection without an answer', async () => {
  const { gateway, lines } = await openLogged();
  const client = await openRawMqtt(gateway.mqttPort);
  const will = { topic: 'city/v1/devices/gauge-1/gone', payload: Buffer.from('x'), qos: 2, retain: false } as const;
  const bytes = generate(connectPacket('gauge-1', { will }));
  bytes[FLAGS_AT] = (bytes[FLAGS_AT] ?? 0) | 0b11000;
  client.write(bytes);
  await client.closed;
  expect(gateway.counters().refused['protocol-error']).toBe(1);
  expect(lines).toMatchObject([{ reason: 'protocol-error', detail: expect.stringContaining('will of QoS 3') }]);
});

test.each([
  ['PINGREQ with a body', [0xc0, 1, 0], 'PINGREQ with 1 bytes'],
  ['DISCONNECT with a body', [0xe0, 2, 0, 0], 'DISCONNECT with 2 bytes'],
  ['PUBACK without a message id', [0x40, 0], 'PUBACK with 0 bytes'],
  ['PUBREL with a third byte', [0x62, 3, 0, 1, 0], 'PUBREL with 3 bytes'],
  ['CONNACK', [0x20, 2, 0, 0], 'CONNACK is no packet of a client'],
  ['PINGRESP', [0xd0, 0], 'PINGRESP is no packet of a client'],
  ['an unknown packet', [0x00, 0], 'Not supported'],
  ['PUBLISH of QoS 3', [0x36, 5, 0, 1, 0x61, 0, 1], 'QoS bits'],
  ['SUBSCRIBE without a filter', [0x82, 2, 0, 1], 'SUBSCRIBE without a filter'],
  ['UNSUBSCRIBE without a filter', [0xa2, 2, 0, 1], 'UNSUBSCRIBE without a filter'],
  ['a second CONNECT', [...generate(connectPacket('gauge-1'))], 'Invalid protocol'],
])('%s closes the connection, with a line and a count', async (_name, bytes, detail) => {
  const { gateway, lines } = await openLogged();
  const gauge = await openRawMqtt(gateway.mqttPort);
  gauge.send(connectPacket('gauge-1'));
  await gauge.next('connack');
  gauge.write(Uint8Array.from(bytes));
  await gauge.closed;
  expect(gateway.counters().refused['protocol-error']).toBe(1);
  expect(lines).toMatchObject([
    { device: 'gauge-1', reason: 'protocol-error', detail: expect.stringContaining(detail) },
  ]);
});

test('of 2,000 open QoS 2 handshakes at most 1,000 are kept: the connection is closed', async () => {
  const { gateway, lines } = await openLogged();
  const gauge = await openRawMqtt(gateway.mqttPort);
  gauge.send(connectPacket('gauge-1'));
  await gauge.next('connack');
  const topic = 'city/v1/devices/gauge-1/telemetry';
  const opened = Array.from({ length: 2000 }, (_, index) => index + 1);
  gauge.send(
    ...opened.map(
      (messageId) => ({ cmd: 'publish', topic, messageId, payload: 'x', qos: 2, dup: false, retain: false }) as const,
    ),
  );
  await gauge.closed;
  expect(gateway.counters().refused['protocol-error']).toBe(1);
  expect(lines).toMatchObject([{ detail: expect.stringContaining('1000 inbound QoS 2 messages') }]);
});

test('a topic of 200 levels closes its connection, as a will it is answered with code 5; neither is journalled', async () => {
  const { gateway, lines, connect, journal } = await openLogged();
  const topic = `city/v1/devices/gauge-1${'/a'.repeat(196)}`;
  const gauge = await openRawMqtt(gateway.mqttPort);
  gauge.send(connectPacket('gauge-1'));
  await gauge.next('connack');
  gauge.send({ cmd: 'publish', topic, messageId: 1, payload: 'x', qos: 1, dup: false, retain: false });
  await gauge.closed;
  const will = { topic, payload: Buffer.from('x'), qos: 1, retain: false } as const;
  await expect(connect('gauge-1', { will })).rejects.toMatchObject({ code: 5 });
  expect(journal.of('publication')).toEqual([]);
  expect(lines).toMatchObject([
    { reason: 'protocol-error', detail: expect.stringContaining('too many levels') },
    { reason: 'will-topic', detail: expect.stringContaining('it may publish to city/v1/devices/gauge-1/…') },
  ]);
});

test('a WebSocket that does not offer the subprotocol mqtt is refused with 400, which says so', async () => {
  const { gateway, lines } = await openLogged();
  const url = `ws://127.0.0.1:${gateway.wsPort}/`;
  for (const offered of [[], ['mqttv3.1']]) {
    const socket = new WebSocket(url, offered);
    const answer = await new Promise<IncomingMessage>((resolve) =>
      socket.once('unexpected-response', (_request, response) => resolve(response)),
    );
    expect(answer.statusCode).toBe(400);
    expect(await text(answer)).toContain('offer the WebSocket subprotocol "mqtt"');
  }
  const right = new WebSocket(url, ['mqttv3.1', 'mqtt']);
  await new Promise((resolve) => right.once('open', resolve));
  expect(right.protocol).toBe('mqtt');
  right.terminate();
  expect(gateway.counters().refused.websocket).toBe(2);
  expect(lines).toMatchObject([{ reason: 'websocket', detail: expect.stringContaining('has to be "mqtt"') }]);
});

test('a WebSocket that sends a text frame is closed, with a line and a count', async () => {
  const { gateway, lines } = await openLogged();
  const socket = new WebSocket(`ws://127.0.0.1:${gateway.wsPort}/`, ['mqtt']);
  socket.on('error', () => {});
  await new Promise((resolve) => socket.once('open', resolve));
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.send('hello');
  await closed;
  expect(gateway.counters().refused.websocket).toBe(1);
  expect(lines).toMatchObject([{ reason: 'websocket', detail: 'a text frame; MQTT is sent in binary frames' }]);
});

test('a client that only goes away is no violation of the protocol', async () => {
  const { gateway, lines, connect, settle } = await openLogged();
  const gauge = await openRawMqtt(gateway.mqttPort);
  gauge.send(connectPacket('gauge-1'));
  await gauge.next('connack');
  gauge.socket.resetAndDestroy();
  const other = await connect('gauge-2');
  await other.endAsync();
  await settle();
  expect(lines).toEqual([]);
  expect(gateway.counters().refused['protocol-error']).toBe(0);
});

test('a refusal says which topic, filter or id it was and what is allowed, in log and journal, and hides the token', async () => {
  const { gateway, connect, journal, lines } = await openLogged();
  const token = 'token-of-gauge-1-0123456789abcdef';
  const gauge = await connect('gauge-1');
  await gauge.subscribeAsync(`city/${token}`).catch(() => {});
  gauge.publishAsync('elsewhere\n', 'x', { qos: 1 }).catch(() => {});
  await new Promise<void>((resolve) => gauge.once('close', () => resolve()));
  const own = await connect('gauge-1');
  own.publishAsync('elsewhere', 'x', { qos: 1 }).catch(() => {});
  await new Promise<void>((resolve) => own.once('close', () => resolve()));
  await expect(connect('gauge-1', { clientId: 'esp32' })).rejects.toThrow();
  await expect(connect('gauge-1', { password: 'wrong' })).rejects.toThrow();
  await expect(connect('gauge-9', { password: 'wrong' })).rejects.toThrow();
  await gateway.close();
  const told = journal.of('refusal').map(({ reason, detail }) => [reason, detail]);
  expect(told).toEqual([
    [
      'subscription-not-own',
      `filter "city/${'*'.repeat(token.length)}"; it may subscribe to city/v1/devices/gauge-1/commands/#`,
    ],
    ['topic-invalid', 'topic "elsewhere\\n"; it may publish to city/v1/devices/gauge-1/…'],
    ['topic-not-own', 'topic "elsewhere"; it may publish to city/v1/devices/gauge-1/…'],
    ['client-id', 'client id "esp32"; allowed is "gauge-1", or an empty one with a clean session'],
    [
      'bad-credential',
      'user name "gauge-1" and password do not belong together; they are the id and the token of a device',
    ],
    [
      'bad-credential',
      'user name "gauge-9" is of no device and no bridge that the city had at its last start; ' +
        'if devices.csv has it now, start the city again',
    ],
  ]);
  expect(lines.map(({ reason, detail }) => [reason, detail])).toEqual(told);
});
