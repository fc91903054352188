import { generate, type Packet } from 'mqtt-packet';
import { expect, test } from 'vitest';
import { connectPacket, openRawMqtt, publishPacket } from './testing/raw-mqtt.ts';
import { openTestGateway, tokenOf } from './testing/test-gateway.ts';

const TOPIC = 'city/v1/devices/gauge-1/telemetry';
const said = (qos: 0 | 1 | 2, messageId: number, retain = false): Packet => ({
  ...(publishPacket(TOPIC, messageId) as Extract<Packet, { cmd: 'publish' }>),
  qos,
  retain,
  payload: `${qos}/${messageId}`,
});

async function openGauge(more: Parameters<typeof connectPacket>[1] = {}) {
  const city = await openTestGateway();
  const gauge = await openRawMqtt(city.gateway.mqttPort);
  gauge.send(connectPacket('gauge-1', more));
  await gauge.next('connack');
  return { ...city, gauge };
}

test('messages of every quality of service and other packets between them keep their order in the journal', async () => {
  const { gauge, journal, gateway } = await openGauge();
  const order: Packet[] = [1, 2, 3, 4, 5, 6, 7].flatMap((round): Packet[] => [
    said(1, round),
    said(0, round),
    { cmd: 'pingreq' },
    said(2, 100 + round),
    said(1, 200 + round, true),
  ]);
  const bytes = Buffer.concat(order.map((packet) => generate(packet)));
  gauge.write(bytes.subarray(0, 151));
  gauge.write(bytes.subarray(151));
  for (let acknowledged = 0; acknowledged < 14; acknowledged += 1) await gauge.next('puback');
  for (let received = 0; received < 7; received += 1) await gauge.next('pubrec');
  const expected = order.flatMap((packet) => (packet.cmd === 'publish' ? [String(packet.payload)] : []));
  expect(journal.of('publication').map(({ payload }) => String(payload))).toEqual(expected);
  expect(journal.of('publication').map(({ retain }) => retain)).toEqual(
    order.flatMap((packet) => (packet.cmd === 'publish' ? [packet.retain] : [])),
  );
  expect(gateway.counters()).toMatchObject({ received: 28, journalledQos1: 14, journalledQos0: 7, retainIgnored: 7 });
});

test('a device that only publishes does not run into its keep-alive time-out', async () => {
  const { gauge, gateway } = await openGauge({ keepalive: 1 });
  const startedAt = performance.now();
  let sent = 0;
  // aedes closes a connection after one and a half times its keep-alive (MQTT 3.1.1, 3.1.2.10).
  while (performance.now() - startedAt < 2_000) {
    sent += 1;
    gauge.send(said(1, sent));
    await gauge.next('puback');
  }
  expect(gauge.socket.destroyed).toBe(false);
  expect(gateway.counters().journalledQos1).toBe(sent);
}, 60_000);

test('a token is masked on the fast path too', async () => {
  const { gauge, journal } = await openGauge();
  const token = tokenOf('gauge-1');
  for (const messageId of [1, 2, 3]) {
    gauge.send({ ...publishPacket(TOPIC, messageId), payload: `{"token":"${token}"}` } as Packet);
    await gauge.next('puback');
  }
  for (const { payload } of journal.of('publication')) expect(String(payload)).not.toContain(token);
});

test('a publication on the topic of another device still closes the connection', async () => {
  const { gauge, journal, gateway } = await openGauge();
  gauge.send(said(1, 1), said(1, 2), publishPacket('city/v1/devices/gauge-2/telemetry', 3), said(1, 4));
  await gauge.closed;
  expect(journal.of('publication').map(({ messageId }) => messageId)).toEqual([1, 2]);
  expect(gateway.counters().refused['topic-not-own']).toBe(1);
});
