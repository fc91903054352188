import { existsSync, renameSync, rmSync } from 'node:fs';
import { afterEach, expect, test } from 'vitest';
import { messageDifference, valueDifference } from '../../model/ledger.ts';
import type { Reading } from '../../model/reading.ts';
import { eventually } from '../harness/eventually.ts';
import { type FaultyProxy, type ProxyFault, startFaultyProxy } from '../harness/faulty-proxy.ts';
import { type Influxd, startInfluxd } from '../harness/influxd.ts';
import { describeWith } from '../harness/real-programs.ts';
import { mountSmallDisk, type SmallDisk, testWithSmallDisk } from '../harness/small-disk.ts';
import { startTestCity, type TestCity, testDevice } from '../harness/test-city.ts';

const DATABASE = 'citynerve';
const MESSAGES = 200;
const DEVICE = 'drain-1';
const startedAt = Date.now() - 600_000;

/** Publishes values in order, all acknowledged, and compares the store with them. */
function drainOf(city: TestCity) {
  let published = 0;
  return {
    async publish(count = MESSAGES): Promise<void> {
      const client = await city.connect(DEVICE);
      const first = published;
      published += count;
      await Promise.all(
        Array.from({ length: count }, (_, step) => {
          const seq = first + step;
          const message = { boot: 'b', seq, ts: startedAt + seq * 100, values: { level: 1 + (seq % 100) / 100 } };
          return client.publishAsync(`city/v1/devices/${DEVICE}/telemetry`, JSON.stringify(message), { qos: 1 });
        }),
      );
      await client.endAsync();
    },
    /** Every acknowledged value is in the store once, and the ledger balances. */
    async expectAllStored(): Promise<void> {
      const path = `/api/readings?device=${DEVICE}&from=${startedAt}&until=${startedAt + published * 100}&limit=50000`;
      await eventually(async () => {
        await city.folded();
        const { readings } = await city.get<{ readings: Reading[] }>(path);
        expect(readings.length).toBe(published);
        for (const [seq, { observedAt, value }] of readings.entries()) {
          expect([observedAt, value]).toEqual([startedAt + seq * 100, 1 + (seq % 100) / 100]);
        }
      });
      const account = await city.ledger(DEVICE);
      const differences = [messageDifference(account), valueDifference(account)];
      expect([account.values.extracted, ...differences]).toEqual([published, 0, 0]);
    },
  };
}

const lagOf = async (city: TestCity) =>
  (await city.get<{ lag: { records: number; ageSeconds: number } }>('/api/city')).lag;

async function expectReady(city: TestCity): Promise<void> {
  await eventually(async () => expect((await city.fetch('/readyz')).status).toBe(200));
  await eventually(async () => expect((await lagOf(city)).ageSeconds).toBeLessThan(1));
}

/** Not ready, because the store takes nothing; the age of the backlog is reported. */
async function expectBacklog(city: TestCity): Promise<void> {
  await eventually(async () => {
    const answer = await city.fetch('/readyz');
    expect(`${answer.status} ${await answer.text()}`).toMatch(/^503 .*takes nothing.*the oldest for [1-9]\d* s/s);
  });
  expect((await lagOf(city)).records).toBeGreaterThan(0);
  expect(await (await city.fetch('/metrics')).text()).toMatch(/brain_lag_seconds [1-9]/);
}

let city: TestCity | undefined;
let influxd: Influxd | undefined;
let proxy: FaultyProxy | undefined;
let disk: SmallDisk | undefined;
afterEach(async () => {
  await city?.close();
  await proxy?.close();
  await influxd?.stop();
  disk?.unmount();
  [city, proxy, influxd, disk] = [undefined, undefined, undefined, undefined];
});

const devices = [testDevice(DEVICE, 'drain-level')];

describeWith(['influxd'], 'an InfluxDB at the end of a bad line [influxd]', () => {
  test.each<[fault: ProxyFault, isBacklogSeen: boolean]>([
    ['refuse', true],
    ['swallow-answers', true],
    ['cut-answers', true],
    ['half-answers', true],
    ['drip-answers', false],
  ])('%s: every reading stands there once, and the server is not stormed', async (fault, isBacklogSeen) => {
    influxd = await startInfluxd();
    proxy = await startFaultyProxy(influxd);
    const store = `influx://${influxd.host}:${proxy.port}/${DATABASE}?version=1`;
    city = await startTestCity({ devices, settings: { store } });
    const drain = drainOf(city);
    await drain.publish();
    await drain.expectAllStored();
    const before = proxy.requests;
    const brokenAt = performance.now();
    proxy.fault = fault;
    await drain.publish();
    if (isBacklogSeen) await expectBacklog(city);
    else await drain.expectAllStored();
    const seconds = (performance.now() - brokenAt) / 1000;
    const [asked, most] = [proxy.requests - before, proxy.mostSockets];
    process.stdout.write(`${fault}: ${asked} pieces sent in ${seconds.toFixed(1)} s, at most ${most} sockets\n`);
    // The back-off grows from a tenth of a second on; each attempt has a few requests.
    expect(asked).toBeLessThan(200 + seconds * 20);
    expect(most).toBeLessThan(40);
    proxy.fault = 'none';
    await drain.publish();
    await drain.expectAllStored();
    await expectReady(city);
  });

  test('restarted again and again in the middle of writes: every reading is stored once', async () => {
    influxd = await startInfluxd();
    city = await startTestCity({
      devices,
      settings: { store: `influx://${influxd.host}:${influxd.port}/${DATABASE}?version=1` },
    });
    const drain = drainOf(city);
    for (let round = 0; round < 3; round += 1) {
      const publishing = drain.publish(1_000);
      await influxd.restart();
      await publishing;
    }
    await drain.expectAllStored();
    await expectReady(city);
  });

  testWithSmallDisk(
    'out of space: nothing is lost, and all is there when it has room and was started again',
    async () => {
      disk = mountSmallDisk(48);
      influxd = await startInfluxd({ folder: `${disk.path}/influxd` });
      city = await startTestCity({
        devices,
        settings: { store: `influx://${influxd.host}:${influxd.port}/${DATABASE}?version=1` },
      });
      const drain = drainOf(city);
      await drain.publish();
      await drain.expectAllStored();
      disk.fill();
      await drain.publish(5_000);
      await expectBacklog(city);
      disk.free();
      // After a full disk InfluxDB 1.6 refuses every write until it is restarted, however much room there is.
      await influxd.restart();
      await drain.expectAllStored();
      await expectReady(city);
    },
  );
});

test.each(['removed', 'put away under another name'] as const)(
  'a DuckDB file that is %s while the city runs is filled again from the journal',
  async (what) => {
    city = await startTestCity({ devices });
    const drain = drainOf(city);
    await drain.publish();
    await drain.expectAllStored();
    const { readings } = city.folder;
    if (what === 'removed') rmSync(readings);
    else renameSync(readings, `${readings}.elsewhere`);
    await drain.publish();
    await eventually(() => expect(existsSync(readings)).toBe(true));
    await drain.expectAllStored();
    await city.restart();
    await drain.publish();
    await drain.expectAllStored();
    await expectReady(city);
  },
);
