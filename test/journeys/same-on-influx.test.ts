import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AirQualityIndex } from '../../model/air-quality.ts';
import type { Alert } from '../../model/alert.ts';
import type { Reading } from '../../model/reading.ts';
import { openLink, startBrowser, watchedPage } from '../harness/browser.ts';
import { eventually } from '../harness/eventually.ts';
import { type Influxd, startInfluxd } from '../harness/influxd.ts';
import { describeWith, testWith } from '../harness/real-programs.ts';
import { playStorm, STORM_DEVICES } from '../harness/storm.ts';
import { startTestCity, type TestCity, testDevice } from '../harness/test-city.ts';

const HOUR_MILLIS = 3_600_000;
/** Two in the afternoon of a summer's day in the city. */
const STORM_AT = Date.UTC(2026, 6, 8, 6);
const HOURS_OF_AIR = 3;
const STATIONS = ['air-1', 'air-2'];
const NOTE = 'Pumps are on their way.';

describeWith(['influxd'], 'what a person sees does not depend on the store [influxd]', () => {
  let influxd: Influxd;
  const cities: TestCity[] = [];

  beforeAll(async () => {
    influxd = await startInfluxd();
    for (const store of ['duckdb', `influx://${influxd.host}:${influxd.port}/same?version=1`]) {
      cities.push(await startTestCity({ devices: DEVICES, clock: 'driven', settings: { store } }));
    }
    await Promise.all(cities.map(publishStory));
  });
  afterAll(async () => {
    for (const city of cities) await city.close();
    await influxd?.stop();
  });

  /** Both cities give the same answer. `told` removes what may differ, such as offsets: devices publish in parallel. */
  async function sameAnswer<T>(path: string, told: (answer: T) => unknown = (answer) => answer): Promise<T> {
    const answers = await Promise.all(cities.map((city) => city.get<T>(path)));
    const [duckdb, influx] = answers.map(told);
    expect(influx).toEqual(duckdb);
    return answers[1] as T;
  }

  test('the air of a zone and of a device: indices, pollutants and what is missing', async () => {
    const [from, until] = [STORM_AT - HOURS_OF_AIR * HOUR_MILLIS, STORM_AT];
    for (const [place, standard, period] of [
      ['zoneId=city', 'cn', 'hour'],
      ['deviceId=air-2', 'cn', 'hour'],
      ['zoneId=district', 'us-epa', 'hour'],
      ['zoneId=city', 'cn', 'day'],
    ]) {
      const path = `/api/air-quality?${place}&standard=${standard}&period=${period}&from=${from}&until=${until}`;
      const { items } = await sameAnswer<{ items: AirQualityIndex[] }>(path);
      expect(items).toHaveLength(period === 'hour' ? HOURS_OF_AIR : 1);
      // By hand: hourly means of PM2.5 of 37.67, 79.67 and 121.67 µg/m³, rounded to 38, 80 and 122, between the nodes
      // 35, 60, 115 and 150.
      if (place === 'zoneId=city' && period === 'hour') expect(items.map(({ index }) => index)).toEqual([56, 119, 160]);
    }
  });

  test('the readings that the charts are drawn from, and the ledger', async () => {
    const span = `from=${STORM_AT}&until=${STORM_AT + HOUR_MILLIS}`;
    for (const { id } of STORM_DEVICES) {
      const { readings } = await sameAnswer<{ readings: Reading[] }>(
        `/api/readings?device=${id}&limit=1000&${span}`,
        (answer) => answer.readings.map(({ offset: _, ...reading }) => reading),
      );
      expect(readings.length).toBeGreaterThanOrEqual(59);
    }
    await sameAnswer('/api/ledger');
  });

  test('a flood raises the same alert, which can be acknowledged', async () => {
    const [duckdb, influx] = await Promise.all(
      cities.map(async (city) => {
        const flood = await alertOf(city);
        const body = JSON.stringify({ note: NOTE });
        const headers = { 'content-type': 'application/json', 'x-citynerve': '1' };
        const path = `/api/alerts/${flood.id}`;
        expect((await city.fetch(`${path}/acknowledge`, { method: 'POST', body, headers })).status).toBe(202);
        return eventually(async () => {
          const alert = await city.get<Alert>(path);
          expect(alert).toMatchObject({ status: 'acknowledged', acknowledgedBy: 'test' });
          expect(alert.history.at(-1)).toMatchObject({ change: 'acknowledged', reason: NOTE });
          return alert;
        });
      }),
    );
    expect([influx?.id, influx?.severity, influx?.raisedAt]).toEqual([duckdb?.id, 'critical', duckdb?.raisedAt]);
    expect(influx?.evidence?.verdict).toEqual(duckdb?.evidence?.verdict);
  });

  testWith(['influxd', 'chromium'], 'the page shows the alert, a device’s last value and the air', async () => {
    const city = cities[1] as TestCity;
    const browser = await startBrowser();
    try {
      const link = city.running.signinUrl('mei');
      const { page, errors } = await watchedPage(browser, new URL(link).origin);
      await openLink(page, link);
      await page.getByText('mei', { exact: true }).waitFor();
      const alerts = page.getByRole('region', { name: 'Alerts' });
      await alerts.getByRole('listitem').filter({ hasText: 'Waterlogging: underpass' }).first().waitFor();
      await page.getByRole('button', { name: 'drain-1' }).click();
      await page.getByRole('region', { name: 'Device' }).getByText('1.2 m', { exact: true }).first().waitFor();
      await page.goto('/#tab=air&air=zone:city&period=hour');
      await page.getByRole('region', { name: 'Air', exact: true }).getByText('HJ 633-2026').first().waitFor();
      expect(errors).toEqual([]);
    } finally {
      await browser.close();
    }
  });
});

const DEVICES = [...STORM_DEVICES, ...STATIONS.map((id) => testDevice(id, 'air-quality-station-hourly'))];

/** Some hours of air that gets worse, then a storm, one message after the other. */
async function publishStory(city: TestCity): Promise<void> {
  const clock = await city.connect('clock');
  const stations = await Promise.all(STATIONS.map((id) => city.connect(id)));
  const minutes = 10;
  for (let step = 0; step < (HOURS_OF_AIR * 60) / minutes; step += 1) {
    const now = STORM_AT + step * minutes * 60_000 - HOURS_OF_AIR * HOUR_MILLIS;
    await clock.publishAsync('city/v1/clock', JSON.stringify({ now }), { qos: 1 });
    for (const [index, station] of stations.entries()) {
      const values = { pm2_5: 20 + 7 * step + index / 3, pm10: 40 + step, o3: 90.1 - step, no2: 30.7, so2: 8, co: 0.9 };
      const topic = `city/v1/devices/${STATIONS[index]}/telemetry`;
      await station.publishAsync(topic, JSON.stringify({ values, ts: now }), { qos: 1 });
    }
  }
  for (const client of [clock, ...stations]) await client.endAsync();
  await playStorm({ connect: city.connect, startAt: STORM_AT, minutes: 70 });
  await city.folded();
}

/** The joint alert of the underpass, which the storm has left critical. */
async function alertOf(city: TestCity): Promise<Alert> {
  return eventually(async () => {
    const { alerts } = await city.get<{ alerts: Alert[] }>('/api/alerts');
    const found = alerts.find(({ lane, zoneId, severity }) => {
      return lane === 'event' && zoneId === 'underpass' && severity === 'critical';
    });
    expect(found).toBeDefined();
    return found as Alert;
  });
}
