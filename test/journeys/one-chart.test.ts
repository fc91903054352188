import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import type { Reading } from '../../model/reading.ts';
import type { Bucket } from '../../model/series-store.ts';
import { keepPicture, openLink, startBrowser, watchedPage } from '../harness/browser.ts';
import { eventually } from '../harness/eventually.ts';
import { PROGRAMS, testWith } from '../harness/real-programs.ts';
import { startTestCity, type TestCity, testDevice } from '../harness/test-city.ts';

const run = promisify(execFile);
const EXAMPLES = join(import.meta.dirname, '..', '..', 'docs', 'examples');
const PUBLISHERS = ['mosquitto_pub', 'python3', 'python3-paho-mqtt', 'python3-protobuf'] as const;
const SERIES = 'zone=underpass&property=drain.level';

describe('two devices of one zone use different dialects and units', () => {
  let city: TestCity;
  let browser: Browser;
  beforeAll(async () => {
    city = await startTestCity({
      devices: [
        testDevice('drain-1', 'drain-level'),
        testDevice('drain-2', 'drain-level', { dialect: 'citynerve-proto', provider: 'beta' }),
      ],
    });
  });
  afterAll(async () => {
    await browser?.close();
    await city?.close();
  });

  /** Runs a program of docs/examples as a device. */
  async function publish(device: string, program: string, args: readonly string[]): Promise<void> {
    const env = { ...process.env, CITYNERVE_TOKEN: city.token(device), CITYNERVE_PORT: `${city.running.mqttPort}` };
    await run(program, [...args], { env });
  }

  testWith(PUBLISHERS, 'protobuf from Python and JSON from mosquitto_pub are stored in one unit', async () => {
    const python = (value: string, unit: string) =>
      publish('drain-2', PROGRAMS.python3, ['-B', join(EXAMPLES, 'publish_proto.py'), 'drain-2', 'level', value, unit]);
    const mosquitto = (value: string, unit: string) =>
      publish('drain-1', '/bin/sh', [join(EXAMPLES, 'publish.sh'), 'drain-1', 'level', value, unit]);
    await mosquitto('1200', 'mm');
    await python('150', 'UNIT_CM');
    await mosquitto('1.3', 'm');
    await python('1.6', 'UNIT_M');

    await eventually(async () => {
      const { readings } = await city.get<{ readings: Reading[] }>(`/api/readings?${SERIES}`);
      expect(readings.map(({ deviceId, value }) => `${deviceId} ${value}`).sort()).toEqual([
        'drain-1 1.2',
        'drain-1 1.3',
        'drain-2 1.5',
        'drain-2 1.6',
      ]);
    });
    const { properties } = await city.get<{ properties: Record<string, { unit: string }> }>('/api/properties');
    expect(properties['drain.level']?.unit).toBe('m');
  });

  testWith(PUBLISHERS, 'and are one series of means', async () => {
    const { buckets } = await city.get<{ buckets: Bucket[] }>(`/api/aggregate?${SERIES}&step=1d&function=mean`);
    const sum = buckets.reduce((total, { value, count }) => total + value * count, 0);
    expect(buckets.reduce((total, { count }) => total + count, 0)).toBe(4);
    expect(sum / 4).toBeCloseTo(1.4, 9);
  });

  testWith(['chromium', ...PUBLISHERS], 'and stand on one chart of the page, in one unit', async () => {
    browser = await startBrowser();
    const link = city.running.signinUrl('anna');
    const { page, errors } = await watchedPage(browser, new URL(link).origin);
    await openLink(page, link);
    await page.getByRole('button', { name: 'drain-1' }).click();
    const panel = page.getByRole('region', { name: 'Device' });
    await panel.getByRole('button', { name: 'All in underpass' }).first().click();
    await panel.getByRole('img', { name: 'Drain level (m)' }).waitFor();
    await panel.getByRole('row', { name: /drain-1 citynerve-json 1\.3 .*Good/ }).waitFor();
    await panel.getByRole('row', { name: /drain-2 citynerve-proto 1\.6 .*Good/ }).waitFor();
    await keepPicture(page, 'one-chart');
    expect(errors).toEqual([]);
  });
});
