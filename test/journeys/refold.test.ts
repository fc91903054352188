import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import { inGeneration } from '../../model/in-generation.ts';
import { messageDifference, valueDifference } from '../../model/ledger.ts';
import type { Reading } from '../../model/reading.ts';
import { eventually } from '../harness/eventually.ts';
import { type Influxd, startInfluxd } from '../harness/influxd.ts';
import { testWith } from '../harness/real-programs.ts';
import { runCitynerve } from '../harness/run-citynerve.ts';
import { startTestCity, type TestCity, testDevice } from '../harness/test-city.ts';

const TOPIC = 'city/v1/devices/box-1/telemetry';

const refold = (city: TestCity) => runCitynerve(city, 'refold');

describe('a channel that is mapped afterwards', () => {
  let city: TestCity | undefined;
  let influxd: Influxd | undefined;
  afterEach(async () => {
    await city?.close();
    await influxd?.stop();
    city = undefined;
    influxd = undefined;
  });

  async function temperatures(here: TestCity): Promise<readonly number[]> {
    const path = '/api/readings?device=box-1&property=weather.temperature';
    const { readings } = await here.get<{ readings: Reading[] }>(path);
    return readings.map(({ value }) => value);
  }

  async function send(here: TestCity, first: number, count: number): Promise<void> {
    const client = await here.connect('box-1');
    for (let step = first; step < first + count; step += 1) {
      const message = {
        boot: 'b',
        seq: step,
        ts: Date.now() - 60_000 + step,
        values: { temperature: 20 + step / 10 },
      };
      await client.publishAsync(TOPIC, JSON.stringify(message), { qos: 1 });
    }
    client.end(true);
  }

  /**
   * A weather station that was registered as a noise meter is corrected, and the journal refolded. Returns the
   * command's output.
   */
  async function refoldMended(store: string): Promise<{ readonly here: TestCity; readonly text: string }> {
    city = await startTestCity({ devices: [testDevice('box-1', 'noise-meter')], settings: { store } });
    const here = city;
    await send(here, 0, 50);
    await here.folded();
    expect(await temperatures(here)).toEqual([]);
    expect((await here.ledger('box-1')).values).toMatchObject({ unmapped: 50 });

    const devices = readFileSync(here.folder.devicesCsv, 'utf8');
    writeFileSync(here.folder.devicesCsv, devices.replace('noise-meter', 'weather-station'));
    await here.restart();
    await send(here, 50, 10);
    await here.folded();
    expect(await temperatures(here)).toHaveLength(10);

    const before = here.running.supervisor.pids();
    const [{ code, text }] = await Promise.all([refold(here), send(here, 60, 40)]);
    expect(code, text).toBe(0);
    expect(text).toContain('generation 2');
    await eventually(async () => expect(await temperatures(here)).toHaveLength(100));
    expect((await temperatures(here)).toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 100 }, (_, step) => 20 + step / 10),
    );
    await here.folded();
    const account = await here.ledger('box-1');
    expect(account.values).toMatchObject({ extracted: 100, unmapped: 0 });
    expect([messageDifference(account), valueDifference(account)]).toEqual([0, 0]);
    const after = here.running.supervisor.pids();
    expect(after['gateway']).toBe(before['gateway']);
    expect(after['brain']).not.toBe(before['brain']);
    return { here, text };
  }

  /** A restart shows the same generation, and another refold replaces it. Returns that one's output. */
  async function refoldAgain(here: TestCity): Promise<string> {
    await here.restart();
    await eventually(async () => expect(await temperatures(here)).toHaveLength(100));
    const { code, text } = await refold(here);
    expect(code, text).toBe(0);
    await eventually(async () => expect(await (await here.fetch('/readyz')).text()).toMatch(/generation-3\/|city_g3/));
    await eventually(async () => expect(await temperatures(here)).toHaveLength(100));
    return text;
  }

  const TITLE = 'has its past readings once the journal is folded again, while devices go on publishing';

  test(`${TITLE} (DuckDB)`, async () => {
    const { here, text } = await refoldMended('duckdb');
    const [first, second, third] = [1, 2, 3].map((number) => inGeneration(here.folder.readings, number)) as [
      string,
      string,
      string,
    ];
    expect(text).toContain(`its readings are in ${second}\n`);
    expect(text).toContain(`generation 1 is kept until the next refold, its readings in ${first}\n`);
    expect(await (await here.fetch('/readyz')).text()).toContain('generation-2/readings.duckdb is open');
    expect([first, second].map(existsSync)).toEqual([true, true]);
    expect(await refoldAgain(here)).toContain(third);
    expect([first, second, third].map(existsSync)).toEqual([false, true, true]);
  });

  testWith(['influxd'], `${TITLE} (InfluxDB)`, async () => {
    influxd = await startInfluxd();
    const { host, port, query } = influxd;
    const { here, text } = await refoldMended(`influx://${host}:${port}/city?version=1`);
    const place = (database: string) => `database "${database}" of InfluxDB at ${host}:${port}`;
    expect(text).toContain(`its readings are in ${place('city_g2')}\n`);
    expect(text).toMatch(`its readings in ${place('city')} until a person removes them: DROP DATABASE "city"\n`);
    expect(await (await here.fetch('/readyz')).text()).toContain(String.raw`database \"city_g2\"`);
    const rowsIn = async (database: string): Promise<number | null> => {
      const answer = JSON.parse(await query(database, 'SELECT count("value") FROM "weather.temperature"'));
      return answer.results[0].series?.[0].values[0][1] ?? null;
    };
    // Whoever still looks at the plain name sees what came before the switch, and no past.
    expect(await rowsIn('city')).toBeLessThanOrEqual(50);
    expect(await rowsIn('city_g2')).toBe(100);
    await query('', 'DROP DATABASE "city"');
    expect(await refoldAgain(here)).toContain('DROP DATABASE "city_g2"');
    await query('', 'DROP DATABASE "city_g2"');
    await send(here, 100, 5);
    await here.folded();
    expect(await temperatures(here)).toHaveLength(105);
    expect(await rowsIn('city_g3')).toBe(105);
  });

  test('fails with one line when the city does not run', async () => {
    city = await startTestCity({ devices: [testDevice('box-1', 'noise-meter')] });
    await city.running.close();
    const { code, text } = await refold(city);
    expect([code, text]).toEqual([2, expect.stringContaining('start the city')]);
    await city.restart();
  });
});
