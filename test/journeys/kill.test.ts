import type { MqttClient } from 'mqtt';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { messageDifference, valueDifference } from '../../model/ledger.ts';
import type { StoredReading } from '../../model/series-store.ts';
import { eventually } from '../harness/eventually.ts';
import { startTestCity, type TestCity, testDevice } from '../harness/test-city.ts';

const DEVICES = ['drain-1', 'drain-2', 'drain-3', 'drain-4'];
const KILLS = 10;
const IN_FLIGHT = 16;

/** Publishes without end, several in flight, one value a millisecond of device time; remembers what was acknowledged. */
function publishUnderLoad(client: MqttClient, deviceId: string) {
  const acknowledged = new Set<number>();
  const sent = new Set<number>();
  const startedAt = Date.now() - 600_000;
  let isStopping = false;
  const publish = async (): Promise<void> => {
    while (!isStopping) {
      const number = sent.size;
      sent.add(number);
      const payload = JSON.stringify({
        boot: 'drill',
        seq: number,
        ts: startedAt + number,
        values: { level: (number % 200) / 100 },
      });
      // The client gives up what it was sending again when the connection goes a second time; a device keeps it and sends it once more.
      while (!(await isAcknowledged(client, `city/v1/devices/${deviceId}/telemetry`, payload)));
      acknowledged.add(startedAt + number);
    }
  };
  const workers = Array.from({ length: IN_FLIGHT }, publish);
  return {
    acknowledged,
    sent,
    async stop() {
      isStopping = true;
      await Promise.all(workers);
    },
  };
}

async function isAcknowledged(client: MqttClient, topic: string, payload: string): Promise<boolean> {
  try {
    await client.publishAsync(topic, payload, { qos: 1 });
    return true;
  } catch {
    if (!client.connected) await new Promise<void>((resolve) => client.once('connect', () => resolve()));
    return false;
  }
}

describe.each(['brain', 'gateway'])(`kill -9 of the %s under load, ${KILLS} times`, (role) => {
  let city: TestCity;
  beforeAll(async () => {
    city = await startTestCity({ devices: DEVICES.map((id) => testDevice(id, 'drain-level')) });
  });
  afterAll(() => city?.close());

  test('nothing acknowledged is missing, nothing takes effect twice, the ledger balances', async () => {
    const loads = new Map<string, ReturnType<typeof publishUnderLoad>>();
    for (const id of DEVICES) loads.set(id, publishUnderLoad(await city.connect(id, { reconnectPeriod: 100 }), id));
    const acknowledgedNow = () => [...loads.values()].reduce((sum, load) => sum + load.acknowledged.size, 0);

    for (let kill = 0; kill < KILLS; kill += 1) {
      const before = acknowledgedNow();
      // Each round kills while messages flow: after some have been acknowledged since the last kill.
      await eventually(() => expect(acknowledgedNow()).toBeGreaterThan(before + 200));
      const pid = city.running.supervisor.pids()[role];
      process.kill(pid as number, 'SIGKILL');
      await eventually(() => {
        const again = city.running.supervisor.pids()[role];
        expect(again).toBeDefined();
        expect(again).not.toBe(pid);
      });
    }
    const last = acknowledgedNow();
    await eventually(() => expect(acknowledgedNow()).toBeGreaterThan(last + 200));
    for (const load of loads.values()) await load.stop();
    await eventually(() => city.folded());
    const total = (count: (load: { acknowledged: Set<number>; sent: Set<number> }) => number) =>
      [...loads.values()].reduce((sum, load) => sum + count(load), 0);
    const { messages } = await city.ledger();
    process.stdout.write(
      `kill -9 of the ${role}: ${KILLS} kills, ${total((load) => load.sent.size)} sent, ${total((load) => load.acknowledged.size)} acknowledged, ` +
        `${messages.received} journalled, ${messages.duplicate} of them duplicates\n`,
    );

    for (const [id, { acknowledged, sent }] of loads) {
      const times = await storedTimes(city, id);
      expect(new Set(times).size, `${id}: stored once`).toBe(times.length);
      const stored = new Set(times);
      const missing = [...acknowledged].filter((at) => !stored.has(at));
      expect(
        [missing.length, missing[0], missing.at(-1)],
        `${id}: acknowledged and missing of ${acknowledged.size}`,
      ).toEqual([0, undefined, undefined]);
      expect(times.length).toBeLessThanOrEqual(sent.size);
      const account = await city.ledger(id);
      expect([messageDifference(account), valueDifference(account)]).toEqual([0, 0]);
      expect(account.values.storedOnTime + account.values.storedLate).toBe(times.length);
    }
  });
});

async function storedTimes(city: TestCity, deviceId: string): Promise<number[]> {
  const times: number[] = [];
  for (let from = 0; ; ) {
    const path = `/api/readings?device=${deviceId}&channel=level&from=${from}&until=${Date.now() + 3_600_000}&limit=50000`;
    const { readings } = await city.get<{ readings: StoredReading[] }>(path);
    times.push(...readings.map(({ observedAt }) => observedAt));
    if (readings.length < 50_000) return times;
    from = (times.at(-1) ?? 0) + 1;
  }
}
