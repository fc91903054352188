import { afterAll, beforeAll, expect, test } from 'vitest';
import { messageDifference, valueDifference } from '../../model/ledger.ts';
import type { Reading } from '../../model/reading.ts';
import type { Rejected } from '../../model/rejected.ts';
import { eventually } from '../harness/eventually.ts';
import { type Influxd, startInfluxd } from '../harness/influxd.ts';
import { describeWith } from '../harness/real-programs.ts';
import { runCitynerve } from '../harness/run-citynerve.ts';
import { startTestCity, type TestCity, testDevice } from '../harness/test-city.ts';

const DATABASE = 'citynerve';
const MESSAGES = 200;

describeWith(['influxd'], 'a city whose store is a real InfluxDB [influxd]', () => {
  let influxd: Influxd;
  let city: TestCity;
  let published = 0;
  const startedAt = Date.now() - 600_000;

  beforeAll(async () => {
    influxd = await startInfluxd();
    city = await startTestCity({
      devices: [testDevice('drain-1', 'drain-level'), testDevice('noise-1', 'noise-meter')],
      settings: { store: `influx://${influxd.host}:${influxd.port}/${DATABASE}?version=1` },
    });
  });
  afterAll(async () => {
    await city?.close();
    await influxd?.stop();
  });

  /** All acknowledged, one value a second of device time. */
  async function publish(count = MESSAGES): Promise<void> {
    const client = await city.connect('drain-1');
    const first = published;
    published += count;
    await Promise.all(
      Array.from({ length: count }, (_, step) => {
        const seq = first + step;
        const message = { boot: 'b', seq, ts: startedAt + seq * 100, values: { level: 1 + (seq % 100) / 100 } };
        return client.publishAsync('city/v1/devices/drain-1/telemetry', JSON.stringify(message), { qos: 1 });
      }),
    );
    await client.endAsync();
  }

  /** Every acknowledged value is in the store once, and the ledger balances. */
  async function expectAllStored(): Promise<void> {
    const path = `/api/readings?device=drain-1&from=${startedAt}&until=${startedAt + published * 100}&limit=50000`;
    await eventually(async () => {
      await city.folded();
      const { readings } = await city.get<{ readings: Reading[] }>(path);
      expect(readings.length).toBe(published);
      for (const [seq, { observedAt, value }] of readings.entries()) {
        expect([observedAt, value]).toEqual([startedAt + seq * 100, 1 + (seq % 100) / 100]);
      }
    });
    await expectBalance('drain-1', published);
  }

  async function expectBalance(deviceId: string, extracted: number): Promise<void> {
    const account = await city.ledger(deviceId);
    expect([account.values.extracted, messageDifference(account), valueDifference(account)]).toEqual([extracted, 0, 0]);
  }

  const storeDetail = async (): Promise<string> => {
    const answer = await city.fetch('/readyz');
    return `${answer.status} ${await answer.text()}`;
  };

  test('has the readings that the city, the API and the ledger report', async () => {
    await publish();
    await expectAllStored();
    const { buckets } = await city.get<{ buckets: { count: number }[] }>(
      `/api/aggregate?device=drain-1&property=drain.level&from=${startedAt}&until=${startedAt + published * 100}&stepSeconds=60`,
    );
    expect(buckets.reduce((sum, { count }) => sum + count, 0)).toBe(published);
  });

  test('killed (SIGKILL) and down for a while: the backlog is visible, then everything is stored', async () => {
    await influxd.kill('SIGKILL');
    await publish();
    await eventually(async () => expect(await storeDetail()).toMatch(/^503 .*takes nothing/s));
    const { lag } = await city.get<{ lag: { records: number } }>('/api/city');
    expect(lag.records).toBeGreaterThan(MESSAGES / 2);
    const answer = await city.fetch('/api/readings?device=drain-1');
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      503,
      expect.stringContaining('application/problem+json'),
    ]);
    await influxd.restart();
    await expectAllStored();
    await eventually(async () => expect(await storeDetail()).toMatch(/^200/));
  });

  test('hung (SIGSTOP): nothing is lost and nothing is stored twice', async () => {
    await influxd.kill('SIGSTOP');
    await publish();
    await eventually(async () => expect(await storeDetail()).toMatch(/^503/));
    await influxd.kill('SIGCONT');
    await expectAllStored();
  });

  test('its database is dropped: it is filled again from the journal', async () => {
    await influxd.query(DATABASE, `DROP DATABASE ${DATABASE}`);
    await publish();
    await expectAllStored();
  });

  test('a brain that starts while the store is away shows its page, and catches up when it is back', async () => {
    await influxd.kill('SIGKILL');
    await city.restart();
    await publish();
    expect((await city.fetch('/healthz')).status).toBe(200);
    await influxd.restart();
    await expectAllStored();
  });

  test('lines that it refuses are rejected with its reason, and the others of the batch are stored', async () => {
    // An integer field where readings are floats: from now on this measurement refuses them.
    await influxd.writeLines(DATABASE, `noise.laeq,device=stranger,channel=laeq value=1i ${Date.now()}`);
    const client = await city.connect('noise-1');
    await Promise.all([
      publish(),
      ...Array.from({ length: 5 }, (_, seq) =>
        client.publishAsync(
          'city/v1/devices/noise-1/telemetry',
          JSON.stringify({ boot: 'b', seq, ts: Date.now() - 1000 + seq, values: { laeq: 60 + seq } }),
          { qos: 1 },
        ),
      ),
    ]);
    await expectAllStored();
    // The documents list them with what they take next.
    const rejected = await eventually(async () => {
      const path = '/api/rejected?device=noise-1&reason=refused-by-store';
      const { rejected: listed } = await city.get<{ rejected: Rejected[] }>(path);
      expect(listed).toHaveLength(5);
      return listed;
    });
    expect(rejected[0]).toMatchObject({ channel: 'laeq', topic: 'city/v1/devices/noise-1/telemetry' });
    expect(rejected[0]?.detail).toContain('type');
    await expectBalance('noise-1', 5);
    const { values, store } = await city.ledger('noise-1');
    expect(values).toMatchObject({ rejected: 0, acceptedOnTime: 5 });
    expect(store).toMatchObject({ taken: 0, refused: 5, waiting: 0 });
  });

  test('rebuilt from the journal in another database, after its data were altered', async () => {
    await influxd.query(DATABASE, `DELETE FROM "drain.level" WHERE time < ${startedAt + 5_000}ms`);
    const { code, text } = await runCitynerve(city, 'rebuild-store');
    expect(code, text).toBe(0);
    expect(text).toContain('generation 2');
    await expectAllStored();
    expect(await influxd.query(DATABASE, 'SHOW DATABASES')).toContain(`${DATABASE}_g2`);
    await publish();
    await expectAllStored();
  });

  test('limited to an hour by a person: it goes on, and a reading that is too old is counted as such', async () => {
    const limit = 'ALTER RETENTION POLICY autogen ON "citynerve_g2" DURATION 1h SHARD DURATION 1h DEFAULT';
    await influxd.query('', limit);
    // The books are read once a moment: what was written a moment ago may still be counted as waiting.
    const settled = await eventually(async () => {
      const { store } = await city.ledger('noise-1');
      expect(store).toMatchObject({ waiting: 0 });
      return store;
    });
    const client = await city.connect('noise-1');
    // A month: InfluxDB keeps what falls into a shard that it writes to anyway, and the present one holds a week.
    const old = { boot: 'b', seq: 5, ts: Date.now() - 30 * 24 * 3_600_000, values: { laeq: 70 } };
    await client.publishAsync('city/v1/devices/noise-1/telemetry', JSON.stringify(old), { qos: 1 });
    await client.endAsync();
    await publish();
    await expectAllStored();
    await expectBalance('noise-1', 6);
    await eventually(async () => {
      const { store } = await city.ledger('noise-1');
      expect(store).toEqual({ ...settled, outsideRetention: 1 });
    });
  });
});
