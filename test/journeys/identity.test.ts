import { spawn } from 'node:child_process';
import { once } from 'node:events';
import mqtt from 'mqtt';
import { generate, type Packet } from 'mqtt-packet';
import { describe, expect, onTestFinished, test } from 'vitest';
import { connectPacket, openRawMqtt, publishPacket } from '../../broker/testing/raw-mqtt.ts';
import { openTestGateway, type TestGateway, tokenOf } from '../../broker/testing/test-gateway.ts';
import { openCuttingProxy } from '../harness/cutting-proxy.ts';
import { eventually } from '../harness/eventually.ts';
import { foldRecords } from '../harness/fold-records.ts';
import { PROGRAMS, testWith } from '../harness/real-programs.ts';

const TOPIC = 'city/v1/devices/gauge-1/telemetry';
const CONNACK_BYTES = 4;

/** Readings that what stands in the journal leads to, and the account of the gauge. */
async function foldOf({ journal }: TestGateway) {
  const city = await foldRecords(journal.records.map(({ offset: _, ...record }) => record as never));
  return { ...city, account: city.account('gauge-1') };
}

const sumOf = (readings: readonly { readonly value: number }[]): number =>
  readings.reduce((total, { value }) => total + value, 0);

async function rawGauge(city: TestGateway) {
  const gauge = await openRawMqtt(city.gateway.mqttPort);
  gauge.send(connectPacket('gauge-1'));
  await gauge.next('connack');
  return gauge;
}

const options = { clientId: 'gauge-1', username: 'gauge-1', password: tokenOf('gauge-1') };

describe('cases of counts, on the wire', () => {
  test('case 1: one TCP write of 50 packets is 50 readings in their order, 10 mm', async () => {
    const city = await openTestGateway();
    const gauge = await rawGauge(city);
    gauge.send(...Array.from({ length: 50 }, (_, n) => publishPacket(TOPIC, n + 1, '{"values":{"rain":0.2}}')));
    await city.journal.awaitRecord('publication', ({ messageId }) => messageId === 50);
    const { readings, account } = await foldOf(city);
    expect(readings).toHaveLength(50);
    expect(sumOf(readings)).toBeCloseTo(10);
    const times = readings.map(({ observedAt }) => observedAt);
    expect(times).toEqual([...new Set(times)].toSorted((a, b) => a - b));
    expect(account.values).toMatchObject({ timeApproximate: 50, possibleRepeat: 0, rejected: 0, duplicate: 0 });
  });

  test('case 4: MQTT.js that publishes 20 times while it is offline has 20 readings', async () => {
    const city = await openTestGateway();
    const client = mqtt.connect(city.url(), { ...options, manualConnect: true });
    onTestFinished(() => client.endAsync(true));
    const published = Array.from({ length: 20 }, () => client.publishAsync(TOPIC, '{"rain":0.2}', { qos: 1 }));
    client.connect();
    await Promise.all(published);
    const { readings, account } = await foldOf(city);
    expect(sumOf(readings)).toBeCloseTo(4);
    expect(account.values).toMatchObject({ acceptedOnTime: 20, duplicate: 0, rejected: 0 });
  });

  test('case 6: a gauge that resets its connection after each PUBACK has as many readings', async () => {
    const city = await openTestGateway();
    for (let round = 0; round < 6; round += 1) {
      const gauge = await rawGauge(city);
      gauge.send(publishPacket(TOPIC, 1, '{"rain":0.4}'));
      await gauge.next('puback');
      gauge.socket.resetAndDestroy();
      await eventually(() => expect(city.gateway.counters().openConnections).toBe(0));
    }
    const { readings, account } = await foldOf(city);
    expect(sumOf(readings)).toBeCloseTo(2.4);
    expect(account.values).toMatchObject({ acceptedOnTime: 6, possibleRepeat: 0 });
  });

  test('case 7: 1,024 equal messages with a number of one byte, and 30 after a start of the device', async () => {
    const city = await openTestGateway();
    const say = (count: number) =>
      Array.from({ length: count }, (_, n) =>
        publishPacket(TOPIC, n + 1, JSON.stringify({ seq: n % 256, values: { rain: 0 } })),
      );
    for (const count of [1024, 30]) {
      const before = city.journal.of('publication').length;
      const gauge = await rawGauge(city);
      gauge.send(...say(count));
      await eventually(() => expect(city.journal.of('publication')).toHaveLength(before + count));
      gauge.socket.resetAndDestroy();
      await eventually(() => expect(city.gateway.counters().openConnections).toBe(0));
    }
    const { readings, account } = await foldOf(city);
    expect(readings).toHaveLength(1054);
    expect(account).toMatchObject({ missing: 0, messages: { duplicate: 0 } });
  });

  testWith(
    ['python3', 'python3-paho-mqtt'],
    'case 9: what paho sends again behind something new takes effect once',
    async () => {
      const city = await openTestGateway();
      const proxy = await openCuttingProxy(city.gateway.mqttPort);
      onTestFinished(() => proxy.close());
      // The PUBACKs of the first two connections are written, and never arrive.
      proxy.passBack(CONNACK_BYTES);
      const paho = spawn(PROGRAMS.python3, ['-u', '-c', PAHO, String(proxy.port), tokenOf('gauge-1')], {
        stdio: 'inherit',
      });
      onTestFinished(() => void paho.kill());
      const publications = () => city.journal.of('publication');
      await eventually(() => expect(publications()).toHaveLength(1));
      proxy.cut();
      await eventually(() => expect(publications()).toHaveLength(3));
      proxy.passBack(null);
      proxy.cut();
      const [code] = await once(paho, 'exit');
      expect(code).toBe(0);
      expect(publications().map(({ dup }) => dup)).toEqual([false, false, true, false, true, true]);
      const { readings, account } = await foldOf(city);
      expect(readings).toHaveLength(3);
      expect(account).toMatchObject({ messages: { duplicate: 3, decoded: 3 }, values: { possibleRepeat: 0 } });
    },
  );

  test('case 9b: MQTT.js cut twice before a PUBACK was written takes effect once', async () => {
    const city = await openTestGateway();
    const proxy = await openCuttingProxy(city.gateway.mqttPort);
    onTestFinished(() => proxy.close());
    const client = mqtt.connect(`mqtt://127.0.0.1:${proxy.port}`, { ...options, reconnectPeriod: 20 });
    onTestFinished(() => client.endAsync(true));
    client.on('error', () => {});
    await new Promise<void>((resolve) => client.once('connect', () => resolve()));
    // One that is acknowledged, so that the gateway knows the connection.
    await client.publishAsync(TOPIC, '{"rain":0.6}', { qos: 1 });
    city.journal.hold();
    const published = client.publishAsync(TOPIC, '{"rain":0.4}', { qos: 1 });
    for (const received of [2, 3]) {
      await eventually(() => expect(city.gateway.counters().received).toBe(received));
      proxy.cut();
    }
    await eventually(() => expect(city.gateway.counters().received).toBe(4));
    city.journal.release();
    await published;
    expect(city.journal.of('publication')).toHaveLength(4);
    const { readings } = await foldOf(city);
    expect(readings.map(({ value }) => value)).toEqual([0.6, 0.4]);
  });

  test('case 12: a bridge that connects three times and publishes what it retains has one reading', async () => {
    const city = await openTestGateway();
    for (let round = 1; round <= 3; round += 1) {
      const connect = generate(connectPacket('gauge-1'));
      // As mosquitto does for a bridge, the highest bit of the protocol level.
      const level = connect.indexOf('MQTT') + 4;
      connect.writeUInt8(connect.readUInt8(level) | 0x80, level);
      const bridge = await openRawMqtt(city.gateway.mqttPort);
      bridge.write(connect);
      await bridge.next('connack');
      bridge.send({ ...publishPacket(TOPIC, round, '{"rain":0.2}'), retain: true } as Packet);
      await bridge.next('puback');
      bridge.socket.destroy();
      await eventually(() => expect(city.gateway.counters().openConnections).toBe(0));
    }
    const { readings, account } = await foldOf(city);
    expect(readings).toHaveLength(1);
    expect(account.messages).toMatchObject({ received: 3, duplicate: 2 });
  });
});

/** Publishes a reading whenever it is connected, and ends when all have been acknowledged on the third connection. */
const PAHO = `
import sys, paho.mqtt.client as mqtt
port, token = int(sys.argv[1]), sys.argv[2]
try:
    client = mqtt.Client(mqtt.CallbackAPIVersion.VERSION1, client_id="gauge-1", clean_session=False)
except AttributeError:
    client = mqtt.Client(client_id="gauge-1", clean_session=False)
client.username_pw_set("gauge-1", token)
client.reconnect_delay_set(1, 1)
connections, acknowledged = 0, 0
def on_connect(client, userdata, flags, rc):
    global connections
    connections += 1
    client.publish("${TOPIC}", '{"rain":0.2}', qos=1)
def on_publish(client, userdata, mid):
    global acknowledged
    acknowledged += 1
    if acknowledged == 3:
        client.disconnect()
client.on_connect, client.on_publish = on_connect, on_publish
client.connect("127.0.0.1", port)
client.loop_forever()
`;
