import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import pino from 'pino';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dataFolder } from '../../city/data-folder.ts';
import { type CityClient, cityClient } from '../../commands/city-client.ts';
import type { AirQualityIndex, MeasuredAirPlace } from '../../model/air-quality.ts';
import type { Reading } from '../../model/reading.ts';
import type { StandardEdition } from '../../model/standard-edition.ts';
import { type RunningCity, startCity } from '../../processes/start-city.ts';
import { keepPicture, openLink, PHONE, sidewaysScroll, startBrowser, WIDE, watchedPage } from '../harness/browser.ts';
import { eventually } from '../harness/eventually.ts';
import { PROGRAMS, testWith } from '../harness/real-programs.ts';
import { FREE_PORTS, startTestCity, type TestCity, testDevice } from '../harness/test-city.ts';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));
const recorded = path('../../../shared/data/beijing_multisite/PRSA_Data_Dongsi_20130301-20170228.csv.gz');

/**
 * Three days of the Dongsi station computed by hand from the recorded hours, with exact fractions, rounded half to
 * even, and both editions' nodes: PM2.5, PM10, SO2, NO2, CO, O3. On the first the air is as bad under either edition;
 * on the second PM10 decides; the third changes its class, and has too few hours of CO.
 */
const BY_HAND = [
  {
    date: '2013-03-07',
    edition: '2012.2',
    parts: [324, 179, 72, 147, 101, 48],
    index: 324,
    primary: 'air.pm2_5',
    level: 6,
  },
  {
    date: '2013-03-07',
    edition: '2026.2',
    parts: [324, 179, 72, 147, 101, 48],
    index: 324,
    primary: 'air.pm2_5',
    level: 6,
  },
  {
    date: '2013-03-09',
    edition: '2012.2',
    parts: [80, 126, 32, 72, 33, 50],
    index: 126,
    primary: 'air.pm10',
    level: 3,
  },
  {
    date: '2013-03-09',
    edition: '2026.2',
    parts: [98, 132, 32, 72, 33, 50],
    index: 132,
    primary: 'air.pm10',
    level: 3,
  },
  { date: '2013-03-18', edition: '2012.2', parts: [94, 76, 17, 69, 56], index: 94, primary: 'air.pm2_5', level: 2 },
  { date: '2013-03-18', edition: '2026.2', parts: [110, 87, 17, 69, 56], index: 110, primary: 'air.pm2_5', level: 3 },
] as const;
const ROWS = 440;
const STATION = 'air-dongsi';

describe.skipIf(!existsSync(recorded))('air of recorded days, if they lie beside the project', () => {
  const root = mkdtempSync(join(tmpdir(), 'citynerve-air-'));
  const folder = dataFolder(join(root, 'city'));
  let running: RunningCity;
  let city: CityClient;

  beforeAll(async () => {
    const lines = gunzipSync(readFileSync(recorded)).toString('utf8').split(/\r?\n/);
    const file = join(root, 'rows.csv');
    writeFileSync(file, `${lines.slice(0, ROWS + 1).join('\n')}\n`);
    const map = path('../../simulator/replay/examples/beijing-multisite.yaml');
    const replay = ['--import', 'tsx', path('../../citynerve.ts'), 'replay', file, '--map', map, '--data', folder.root];
    await promisify(execFile)(process.execPath, [...replay, '--json'], { maxBuffer: 64_000_000 });
    const environment = { ...process.env, CITYNERVE_LOG_LEVEL: 'error', ...FREE_PORTS };
    running = await startCity(folder, { log: pino({ level: 'silent' }), environment });
    city = cityClient(folder, () => running.address, 'test');
    await eventually(async () => {
      const { items } = await city.get<{ items: MeasuredAirPlace[] }>('/api/air-quality/places');
      expect(items).toContainEqual(expect.objectContaining({ kind: 'device', id: STATION }));
    });
  }, 120_000);
  afterAll(async () => {
    await running?.close();
    rmSync(root, { recursive: true, force: true });
  });

  const dayOf = async (date: string, rest: string): Promise<AirQualityIndex | undefined> => {
    const from = Date.parse(`${date}T00:00:00+08:00`);
    const question = `deviceId=${STATION}&period=day&from=${from}&until=${from + 1}&${rest}`;
    return (await city.get<{ items: AirQualityIndex[] }>(`/api/air-quality?${question}`)).items[0];
  };

  test.each(BY_HAND)('$date under $edition: $index', async ({ date, edition, parts, index, primary, level }) => {
    const day = await dayOf(date, `standard=cn&edition=${edition}`);
    expect(day?.parts.map((part) => part.index)).toEqual(parts);
    expect([day?.index, day?.primary, day?.category?.level]).toEqual([index, [primary], level]);
    expect(day?.standard).toMatchObject({ id: 'cn-hj633-daily', version: edition });
    expect(day?.gaps).toEqual(parts.length === 5 ? [{ property: 'air.co', reason: 'too-few-values' }] : []);
  });

  test('by its date, such a day is before the first edition in force in the whole country, and the answer says so', async () => {
    const day = await dayOf('2013-03-09', 'standard=cn');
    expect([day?.index, day?.standard]).toEqual([null, null]);
  });

  test('the editions of the city can be listed, each with its dates and where it comes from', async () => {
    const { items } = await city.get<{ items: StandardEdition[] }>('/api/standards');
    const daily = items.filter(({ id }) => id === 'cn-hj633-daily');
    expect(daily.map(({ version, effectiveFrom, effectiveUntil }) => [version, effectiveFrom, effectiveUntil])).toEqual(
      [
        ['2026.2', '2026-03-01', null],
        ['2012.2', '2016-01-01', '2026-03-01'],
      ],
    );
  });

  describe('on the page', () => {
    let browser: Browser;
    beforeAll(async () => {
      if (existsSync(PROGRAMS.chromium)) browser = await startBrowser();
    });
    afterAll(() => browser?.close());

    const words = [
      { locale: 'en-GB', region: 'Air', shown: ['110', 'Lightly polluted', 'PM2.5', 'Edition 2026.2', 'HJ 633-2026'] },
      { locale: 'zh-CN', region: '空气', shown: ['110', '轻度污染', 'PM2.5', '版本 2026.2', 'HJ 633-2026'] },
    ] as const;
    for (const { locale, region, shown } of words) {
      testWith(
        ['chromium'],
        `${locale}: index, class, primary pollutant, standard and edition are shown, wide and on a phone`,
        async () => {
          const link = running.signinUrl('mei');
          const { page, errors, strayRequests } = await watchedPage(browser, new URL(link).origin, locale);
          await openLink(page, link);
          await page.getByText('mei', { exact: true }).waitFor();
          await page.goto(`/#tab=air&air=device:${STATION}&period=day&edition=2026.2`);
          const panel = page.getByRole('region', { name: region, exact: true });
          for (const text of shown) await panel.getByText(text).first().waitFor();
          await keepPicture(page, `air-day-wide-${locale}`);
          await page.setViewportSize(PHONE);
          await panel.getByText(shown[0]).first().waitFor();
          await keepPicture(page, `air-day-phone-${locale}`);
          expect(await sidewaysScroll(page)).toEqual([]);
          expect([errors, strayRequests]).toEqual([[], []]);
          await page.context().close();
        },
      );
    }
  });
});

const HOUR_MILLIS = 3_600_000;
/** Ten in the morning of a summer's day in the city. */
const BEGIN = Date.UTC(2026, 6, 8, 2);
const STATIONS = ['air-1', 'air-2', 'air-3', 'air-4', 'air-5'];
/**
 * PM2.5 in four hours, in ug/m3, by minute and station: clean air with the noise of the instruments, one station that
 * is broken, one reading of each in an hour, and more than the scale has.
 */
const STORY: readonly ((minute: number, station: number) => number | null)[] = [
  (minute, station) => (minute % 2 === 0 ? -3 : 5) + station,
  (_, station) => (station === 4 ? 900 : 30),
  (minute) => (minute === 7 ? 30 : null),
  () => 700,
];

describe('air of five stations, minute by minute', () => {
  let city: TestCity;
  let browser: Browser | undefined;
  beforeAll(async () => {
    const devices = STATIONS.map((id) => testDevice(id, 'air-quality-station'));
    city = await startTestCity({ devices, clock: 'driven' });
    const clock = await city.connect('clock');
    const stations = await Promise.all(STATIONS.map((id) => city.connect(id)));
    for (let minute = 0; minute <= STORY.length * 60; minute += 1) {
      const now = BEGIN + minute * 60_000;
      await clock.publishAsync('city/v1/clock', JSON.stringify({ now }), { qos: 1 });
      const sent = stations.map((station, index) => {
        const value = STORY[Math.floor(minute / 60)]?.(minute % 60, index) ?? null;
        if (value === null) return null;
        const message = JSON.stringify({ values: { pm2_5: value }, ts: now });
        return station.publishAsync(`city/v1/devices/${STATIONS[index]}/telemetry`, message, { qos: 1 });
      });
      await Promise.all(sent);
    }
    await city.folded();
    if (existsSync(PROGRAMS.chromium)) browser = await startBrowser();
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await city?.close();
  });

  const hoursOf = async (standard: string): Promise<readonly AirQualityIndex[]> => {
    const span = `from=${BEGIN}&until=${BEGIN + STORY.length * HOUR_MILLIS}`;
    const path = `/api/air-quality?zone=city&standard=${standard}&period=hour&${span}`;
    return (await city.get<{ items: AirQualityIndex[] }>(path)).items;
  };

  test('noise around zero is good and counts; a broken station, an hour with one reading, the end of the scale', async () => {
    const [clean, broken, empty, beyond] = await hoursOf('cn');
    // The mean of -3 and 5, and of 0 to 4.
    expect(clean).toMatchObject({ index: 5, parts: [{ concentration: 3 }], excluded: [] });
    const { readings } = await city.get<{ readings: Reading[] }>(
      `/api/readings?device=air-1&from=${BEGIN}&until=${BEGIN + 60_001}`,
    );
    expect(readings.map(({ value, quality }) => [value, quality.level])).toEqual([
      [-3, 'good'],
      [5, 'good'],
    ]);
    expect(broken).toMatchObject({ index: 43, isBeyondScale: false, leastMinutes: 45 });
    expect(broken?.excluded).toMatchObject([{ deviceId: 'air-5', reason: 'outlier', value: 900 }]);
    expect([empty?.index, empty?.gaps[0]]).toEqual([null, { property: 'air.pm2_5', reason: 'too-few-minutes' }]);
    expect(empty?.excluded.map(({ minutes }) => minutes)).toEqual([1, 1, 1, 1, 1]);
    expect(beyond).toMatchObject({ index: 500, isBeyondScale: true, category: { level: 6 } });
  });

  test('the United States: the hour of one reading has none either, beyond the scale is said', async () => {
    // NowCast, two of the three latest hours: the hour of one reading has the two before it.
    const [, , empty, beyond] = await hoursOf('us-epa');
    expect(empty?.index).not.toBeNull();
    expect(empty?.excluded).toHaveLength(5);
    expect(beyond).toMatchObject({ index: 500, isBeyondScale: true, category: { level: 6 } });
  });

  const pages = [
    {
      locale: 'en-GB',
      region: 'Air',
      beyond: 'beyond the scale',
      outlier: 'differs too much',
      none: 'at least 45 min',
    },
    {
      locale: 'zh-CN',
      region: '空气',
      beyond: '超出指数上限',
      outlier: '与其他站点相差过大',
      none: '至少需要 45 分钟',
    },
  ] as const;
  for (const { locale, region, ...words } of pages) {
    testWith(['chromium'], `${locale}: the page says all of it, wide and on a phone`, async () => {
      if (browser === undefined) throw new Error('there is no browser');
      const link = city.running.signinUrl('mei');
      const { page, errors, strayRequests } = await watchedPage(browser, new URL(link).origin, locale);
      await openLink(page, link);
      await page.getByText('mei', { exact: true }).waitFor();
      await page.goto('/#tab=air&air=zone:city&period=hour');
      const panel = page.getByRole('region', { name: region, exact: true });
      await panel.getByText(words.beyond).first().waitFor();
      await panel.getByText('>500').first().waitFor();
      await keepPicture(page, `air-beyond-wide-${locale}`);
      for (const [hour, text] of [
        [1, words.outlier],
        [2, words.none],
      ] as const) {
        const clock = `${11 + hour - 1}:00–${11 + hour}:00`;
        await page.setViewportSize(WIDE);
        await panel.getByRole('radio', { name: clock }).check({ force: true });
        await panel.getByText(text).first().waitFor();
        await keepPicture(page, `air-hour-${hour}-wide-${locale}`);
        await page.setViewportSize(PHONE);
        await panel.getByText(text).first().waitFor();
        await keepPicture(page, `air-hour-${hour}-phone-${locale}`);
        expect(await sidewaysScroll(page)).toEqual([]);
      }
      expect([errors, strayRequests]).toEqual([[], []]);
      await page.context().close();
    });
  }
});
