import type { IClientOptions } from 'mqtt';
import { expect, test } from 'vitest';
import { openTestGateway } from './testing/test-gateway.ts';

/** As mosquitto connects a bridge by default: host name and connection name, and a will that says when it has gone. */
const AS_MOSQUITTO: IClientOptions = {
  clientId: 'harbour-pc.city',
  clean: false,
  will: { topic: '$SYS/broker/connection/harbour-pc.city/state', payload: Buffer.from('0'), qos: 1, retain: true },
};

test('a bridge brings the messages of its devices, each under the name of its device', async () => {
  const { connect, journal, gateway } = await openTestGateway();
  const bridge = await connect('harbour', AS_MOSQUITTO);
  await bridge.publishAsync('$SYS/broker/connection/harbour-pc.city/state', '1', { qos: 1, retain: true });
  const ids = Array.from({ length: 10 }, (_, index) => `tide-${index + 1}`);
  for (const id of ids) await bridge.publishAsync(`city/v1/devices/${id}/telemetry`, id, { qos: 1 });
  expect(journal.of('publication').map(({ deviceId, payload }) => [deviceId, String(payload)])).toEqual(
    ids.map((id) => [id, id]),
  );
  expect(journal.of('presence').map(({ deviceId, present }) => [deviceId, present])).toEqual(
    ids.map((id) => [id, true]),
  );
  await bridge.endAsync();
  await journal.awaitRecord('presence', ({ deviceId, present }) => deviceId === 'tide-10' && !present);
  expect(journal.of('presence').filter(({ present }) => !present)).toHaveLength(ids.length);
  expect(Object.values(gateway.counters().refused).every((count) => count === 0)).toBe(true);
});

test('a device whose dialect has topics of its own is found by its id in the topic', async () => {
  const { connect, journal } = await openTestGateway({ topicsOf: () => ['zigbee2mqtt/{deviceId}'] });
  const bridge = await connect('harbour', AS_MOSQUITTO);
  await bridge.publishAsync('zigbee2mqtt/tide-3', '{}', { qos: 1 });
  expect(journal.of('publication')[0]?.deviceId).toBe('tide-3');
});

test('what a bridge brings of a device that is not its own is kept under its own name, and it stays connected', async () => {
  const { connect, journal } = await openTestGateway();
  const bridge = await connect('harbour', AS_MOSQUITTO);
  const topics = [
    'city/v1/devices/gauge-1/telemetry',
    'city/v1/devices/nobody/telemetry',
    'zigbee2mqtt/bridge/state',
    'city/v1/devices/gauge-1/tide-1',
  ];
  for (const topic of topics) await bridge.publishAsync(topic, 'x', { qos: 1 });
  await bridge.publishAsync('city/v1/devices/tide-1/telemetry', 'x', { qos: 1 });
  expect(journal.of('publication').map(({ deviceId, topic }) => [deviceId, topic])).toEqual([
    ...topics.map((topic) => ['harbour', topic]),
    ['tide-1', 'city/v1/devices/tide-1/telemetry'],
  ]);
});

test.each(['city/v1/alerts/zone-1/waterlogging/a1', 'city/v1/notices/flood', 'city/v1/clock', '$SYS/x/new/clients'])(
  'a bridge that publishes to %s is closed, and nobody hears it',
  async (topic) => {
    const { connect, gateway, journal } = await openTestGateway();
    const operator = await connect('operator');
    const heard: string[] = [];
    operator.on('message', (on) => heard.push(on));
    await operator.subscribeAsync(['city/v1/alerts/#', 'city/v1/notices/#']);
    const bridge = await connect('harbour', AS_MOSQUITTO);
    const closed = new Promise<void>((resolve) => bridge.once('close', () => resolve()));
    bridge.publishAsync(topic, 'x', { qos: 1, retain: true }).catch(() => {});
    await closed;
    await operator.endAsync();
    expect(heard).toEqual([]);
    expect(journal.of('publication')).toEqual([]);
    expect(Object.values(gateway.counters().refused).reduce((sum, count) => sum + count)).toBe(1);
  },
);

test('a bridge may subscribe to nothing, and its client id takes over nobody else', async () => {
  const { connect, gateway } = await openTestGateway();
  await connect('gauge-1');
  const bridge = await connect('harbour', { ...AS_MOSQUITTO, clientId: 'gauge-1' });
  for (const filter of ['city/v1/devices/tide-1/commands/#', 'city/v1/alerts/#', '#']) {
    await expect(bridge.subscribeAsync(filter)).rejects.toThrow();
  }
  expect(gateway.counters()).toMatchObject({ openConnections: 2, takeovers: 0 });
});
