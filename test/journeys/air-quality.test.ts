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
import type { StandardEdition } from '../../model/standard-edition.ts';
import { type RunningCity, startCity } from '../../processes/start-city.ts';
import { keepPicture, openLink, PHONE, sidewaysScroll, startBrowser, watchedPage } from '../harness/browser.ts';
import { eventually } from '../harness/eventually.ts';
import { PROGRAMS, testWith } from '../harness/real-programs.ts';
import { FREE_PORTS } from '../harness/test-city.ts';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));
const recorded = path('../../../shared/data/beijing_multisite/PRSA_Data_Dongsi_20130301-20170228.csv.gz');

/**
 * Three days of the Dongsi station computed by hand from the recorded hours, with exact fractions and both editions'
 * nodes: PM2.5, PM10, SO2, NO2, CO, O3. On the first the air is as bad under either edition; on the second PM10
 * decides; the third changes its class, and has too few hours of CO.
 */
const BY_HAND = [
  {
    date: '2013-03-07',
    edition: '2012.1',
    parts: [325, 179, 72, 147, 102, 49],
    index: 325,
    primary: 'air.pm2_5',
    level: 6,
  },
  {
    date: '2013-03-07',
    edition: '2026.1',
    parts: [325, 179, 72, 147, 102, 49],
    index: 325,
    primary: 'air.pm2_5',
    level: 6,
  },
  {
    date: '2013-03-09',
    edition: '2012.1',
    parts: [80, 126, 32, 72, 32, 50],
    index: 126,
    primary: 'air.pm10',
    level: 3,
  },
  {
    date: '2013-03-09',
    edition: '2026.1',
    parts: [98, 132, 32, 72, 32, 50],
    index: 132,
    primary: 'air.pm10',
    level: 3,
  },
  { date: '2013-03-18', edition: '2012.1', parts: [94, 76, 17, 70, 56], index: 94, primary: 'air.pm2_5', level: 2 },
  { date: '2013-03-18', edition: '2026.1', parts: [109, 87, 17, 70, 56], index: 109, primary: 'air.pm2_5', level: 3 },
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
        ['2026.1', '2026-03-01', null],
        ['2012.1', '2016-01-01', '2026-03-01'],
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
      { locale: 'en-GB', region: 'Air', shown: ['109', 'Lightly polluted', 'PM2.5', 'Edition 2026.1', 'HJ 633-2026'] },
      { locale: 'zh-CN', region: '空气', shown: ['109', '轻度污染', 'PM2.5', '版本 2026.1', 'HJ 633-2026'] },
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
          await page.goto(`/#tab=air&air=device:${STATION}&period=day&edition=2026.1`);
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
