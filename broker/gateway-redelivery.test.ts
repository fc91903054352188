import { generate, type Packet } from 'mqtt-packet';
import { describe, expect, test } from 'vitest';
import { eventually } from '../test/harness/eventually.ts';
import { connectPacket, openRawMqtt, publishPacket } from './testing/raw-mqtt.ts';
import { openTestGateway, type TestGateway } from './testing/test-gateway.ts';

const TOPIC = 'city/v1/devices/gauge-1/telemetry';

async function connected(city: TestGateway, connect: Packet = connectPacket('gauge-1')) {
  const gauge = await openRawMqtt(city.gateway.mqttPort);
  gauge.send(connect);
  await gauge.next('connack');
  return gauge;
}

/** The record of the n-th end of a connection. */
const endOf = (city: TestGateway, nth: number) =>
  city.journal.awaitRecord('presence', (record) => {
    const ends = city.journal.of('presence').filter(({ present }) => !present);
    return ends.indexOf(record) === nth - 1;
  });

describe('what the journal says of acknowledgements', () => {
  test('case 6: a PUBACK that was written is not listed at the end of its connection', async () => {
    const city = await openTestGateway();
    for (let round = 1; round <= 6; round += 1) {
      const gauge = await connected(city);
      gauge.send(publishPacket(TOPIC, 1, '{"rain":0.4}'));
      await gauge.next('puback');
      gauge.socket.resetAndDestroy();
      expect(await endOf(city, round)).toMatchObject({ clean: false, unacknowledged: [] });
    }
    expect(city.journal.of('publication')).toHaveLength(6);
  });

  test('case 9b: one that waits for the disk when its connection ends is, on each connection', async () => {
    const city = await openTestGateway();
    for (let round = 1; round <= 2; round += 1) {
      const gauge = await connected(city);
      const journalled = city.journal.of('publication').length;
      gauge.send(publishPacket(TOPIC, 1, '{"rain":1}'));
      await gauge.next('puback');
      city.journal.hold();
      gauge.send(publishPacket(TOPIC, 6, '{"rain":0.4}'), publishPacket(TOPIC, 7, '{"rain":0.4}'));
      await eventually(() => expect(city.gateway.counters().received).toBe(journalled + 3));
      gauge.socket.resetAndDestroy();
      await eventually(() => expect(city.gateway.counters().openConnections).toBe(0));
      city.journal.release();
      expect(await endOf(city, round)).toMatchObject({ unacknowledged: [6, 7] });
      expect(city.journal.of('publication')).toHaveLength(journalled + 3);
    }
  });

  test('DUP and RETAIN are journalled, on the way through aedes and past it', async () => {
    const city = await openTestGateway();
    const gauge = await connected(city);
    const again = { ...publishPacket(TOPIC, 5), dup: true } as Packet;
    gauge.send(again, publishPacket(TOPIC, 6), again, { ...publishPacket(TOPIC, 7), retain: true } as Packet);
    await city.journal.awaitRecord('publication', ({ messageId }) => messageId === 7);
    const flags = city.journal.of('publication').map(({ messageId, dup, retain }) => [messageId, dup, retain]);
    expect(flags).toEqual([
      [5, true, false],
      [6, false, false],
      [5, true, false],
      [7, false, true],
    ]);
  });

  test('case 12: a bridge of mosquitto is known by its CONNECT', async () => {
    const city = await openTestGateway();
    const bytes = generate(connectPacket('gauge-1'));
    // mosquitto sets the highest bit of the protocol level, behind the six bytes of the name.
    const level = bytes.indexOf('MQTT') + 4;
    bytes.writeUInt8(bytes.readUInt8(level) | 0x80, level);
    const bridge = await openRawMqtt(city.gateway.mqttPort);
    bridge.write(bytes);
    expect(await bridge.next('connack')).toMatchObject({ returnCode: 0 });
    bridge.socket.destroy();
    await endOf(city, 1);
    const plain = await connected(city);
    plain.socket.destroy();
    await endOf(city, 2);
    expect(city.journal.of('presence').map(({ isBridge }) => isBridge)).toEqual([
      true,
      undefined,
      undefined,
      undefined,
    ]);
  });

  test('QoS 2: a PUBREL whose PUBCOMP was lost is answered again, on either connection, with nothing journalled', async () => {
    const city = await openTestGateway();
    const first = await connected(city);
    first.send({ ...publishPacket(TOPIC, 44), qos: 2 } as Packet);
    await first.next('pubrec');
    for (let time = 1; time <= 2; time += 1) {
      first.send({ cmd: 'pubrel', messageId: 44 });
      await first.next('pubcomp');
    }
    first.socket.resetAndDestroy();
    await endOf(city, 1);
    const second = await connected(city);
    second.send({ cmd: 'pubrel', messageId: 44 }, publishPacket(TOPIC, 45));
    expect(await second.next('pubcomp')).toMatchObject({ messageId: 44 });
    expect(await second.next('puback')).toMatchObject({ messageId: 45 });
    expect(city.journal.of('publication').map(({ messageId }) => messageId)).toEqual([44, 45]);
  });

  test('QoS 2: a PUBLISH that comes again before its PUBREL is answered each time, and its connection lives', async () => {
    const city = await openTestGateway();
    const gauge = await connected(city);
    for (const dup of [false, true, true, true]) {
      gauge.send({ ...publishPacket(TOPIC, 7), qos: 2, dup } as Packet);
      expect(await gauge.next('pubrec')).toMatchObject({ messageId: 7 });
    }
    gauge.send({ cmd: 'pubrel', messageId: 7 });
    expect(await gauge.next('pubcomp')).toMatchObject({ messageId: 7 });
    expect(city.journal.of('publication').map(({ dup }) => dup)).toEqual([false, true, true, true]);
  });

  test('a start says where the last commit of the writer before it began', async () => {
    const tick = { kind: 'tick', receivedAt: 1_700_000_000_000, wallAt: 1_700_000_000_000 } as const;
    const city = await openTestGateway({ records: [tick, tick, tick] });
    expect(await city.journal.awaitRecord('gap')).toMatchObject({ openFrom: 2 });
  });
});
