import { readFileSync, writeFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import { messageDifference, valueDifference } from '../../model/ledger.ts';
import type { StoredReading } from '../../model/series-store.ts';
import { eventually } from '../harness/eventually.ts';
import { runCitynerve } from '../harness/run-citynerve.ts';
import { startTestCity, type TestCity, testDevice } from '../harness/test-city.ts';

const TOPIC = 'city/v1/devices/box-1/telemetry';

const refold = (city: TestCity) => runCitynerve(city, 'refold');

describe('a channel that is mapped afterwards', () => {
  let city: TestCity | undefined;
  afterEach(() => city?.close());

  test('has its past readings once the journal is folded again, while devices go on publishing', async () => {
    // The box measures the weather, but was entered as a noise meter.
    city = await startTestCity({ devices: [testDevice('box-1', 'noise-meter')] });
    const here = city;
    const temperatures = async () => {
      const path = '/api/readings?device=box-1&property=weather.temperature';
      const { readings } = await here.get<{ readings: StoredReading[] }>(path);
      return readings.map(({ value }) => value);
    };
    const send = async (first: number, count: number) => {
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
    };
    await send(0, 50);
    await here.folded();
    expect(await temperatures()).toEqual([]);
    expect((await here.ledger('box-1')).values).toMatchObject({ unmapped: 50 });

    const devices = readFileSync(here.folder.devicesCsv, 'utf8');
    writeFileSync(here.folder.devicesCsv, devices.replace('noise-meter', 'weather-station'));
    await here.restart();
    await send(50, 10);
    await here.folded();
    expect(await temperatures()).toHaveLength(10);

    const before = here.running.supervisor.pids();
    const [{ code, text }] = await Promise.all([refold(here), send(60, 40)]);
    expect(code, text).toBe(0);
    expect(text).toContain('generation 2');
    await eventually(async () => expect(await temperatures()).toHaveLength(100));
    expect((await temperatures()).toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 100 }, (_, step) => 20 + step / 10),
    );
    await here.folded();
    const account = await here.ledger('box-1');
    expect(account.values).toMatchObject({ extracted: 100, unmapped: 0 });
    expect([messageDifference(account), valueDifference(account)]).toEqual([0, 0]);
    const after = here.running.supervisor.pids();
    expect(after['gateway']).toBe(before['gateway']);
    expect(after['brain']).not.toBe(before['brain']);

    // A start later shows the same generation, and another refold replaces it.
    await here.restart();
    await eventually(async () => expect(await temperatures()).toHaveLength(100));
    const again = await refold(here);
    expect(again.code, again.text).toBe(0);
    await eventually(async () => expect(await temperatures()).toHaveLength(100));
  });

  test('is told in one line when the city does not run', async () => {
    city = await startTestCity({ devices: [testDevice('box-1', 'noise-meter')] });
    await city.running.close();
    const { code, text } = await refold(city);
    expect([code, text]).toEqual([2, expect.stringContaining('start the city')]);
    await city.restart();
  });
});
