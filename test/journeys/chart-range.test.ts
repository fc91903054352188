import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { keepPicture, openLink, PHONE, sidewaysScroll, startBrowser, watchedPage } from '../harness/browser.ts';
import { testWith } from '../harness/real-programs.ts';
import { startTestCity, type TestCity, testDevice } from '../harness/test-city.ts';

const MINUTE_MILLIS = 60_000;
const HOUR_MILLIS = 60 * MINUTE_MILLIS;
/** Noon of a summer's day in the city, six days before its present. */
const START = Date.UTC(2026, 6, 2, 4);
const HOURS = 144;
const NOW = START + HOURS * HOUR_MILLIS;

describe('the charts of a device show the time that a person chooses', () => {
  let city: TestCity;
  let browser: Browser;
  beforeAll(async () => {
    city = await startTestCity({
      devices: [testDevice('drain-1', 'drain-level'), testDevice('drain-2', 'drain-level')],
      clock: 'driven',
    });
    browser = await startBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await city?.close();
  });

  /** One reading an hour for six days, then one a minute. */
  const times = [
    ...Array.from({ length: HOURS }, (_, hour) => START + hour * HOUR_MILLIS),
    ...Array.from({ length: 60 }, (_, minute) => NOW - (59 - minute) * MINUTE_MILLIS),
  ];

  testWith(['chromium'], 'up to now, or between two civil times; in both languages, and on a phone', async () => {
    const clock = await city.connect('clock');
    const devices = [await city.connect('drain-1'), await city.connect('drain-2')];
    for (const now of times) {
      await clock.publishAsync('city/v1/clock', JSON.stringify({ now }), { qos: 1 });
      for (const [index, device] of devices.entries()) {
        const level = 1 + index / 2 + Math.sin(now / (9 * HOUR_MILLIS)) / 4;
        const topic = `city/v1/devices/drain-${index + 1}/telemetry`;
        await device.publishAsync(topic, JSON.stringify({ values: { level }, ts: now }), { qos: 1 });
      }
    }
    await city.folded();

    const link = city.running.signinUrl('mei');
    const { page, errors } = await watchedPage(browser, new URL(link).origin);
    await openLink(page, link);
    await page.getByRole('button', { name: 'drain-1' }).click();
    const panel = page.getByRole('region', { name: 'Device' });
    await panel.getByText(/^61 readings/).waitFor();
    await keepPicture(page, 'range-hour-wide-en');
    await panel.getByRole('button', { name: 'Last day' }).click();
    await panel.getByText(/^84 readings/).waitFor();
    await keepPicture(page, 'range-day-wide-en');
    await panel.getByRole('button', { name: 'Last week' }).click();
    await panel.getByText(/^204 readings/).waitFor();
    await keepPicture(page, 'range-week-wide-en');

    await panel.getByRole('button', { name: 'From … until' }).click();
    await panel.getByText('civil time, Asia/Shanghai').waitFor();
    await panel.getByLabel('From', { exact: true }).fill('2026-07-04T06:00');
    await panel.getByLabel('Until').fill('2026-07-04T00:00');
    await panel.getByRole('button', { name: 'Show' }).click();
    await panel.getByText('the first must lie before the second').waitFor();
    await panel.getByLabel('From', { exact: true }).fill('2026-07-04T00:00');
    await panel.getByLabel('Until').fill('2026-07-04T06:00');
    await panel.getByRole('button', { name: 'Show' }).click();
    await panel.getByText(/^6 readings/).waitFor();
    await keepPicture(page, 'range-between-wide-en');
    const [from, until] = [Date.UTC(2026, 6, 3, 16), Date.UTC(2026, 6, 3, 22)];
    expect(page.url()).toContain(`range=${from}-${until}`);

    // The link shows the same to whoever opens it, and so does the chart of the zone.
    await page.reload();
    await panel.getByText(/^6 readings/).waitFor();
    await panel.getByRole('button', { name: 'All in underpass' }).first().click();
    await panel.getByRole('row', { name: /drain-2 .* 07-04 05:00/ }).waitFor();
    await keepPicture(page, 'range-zone-wide-en');
    await panel.getByRole('button', { name: '‹ drain-1' }).click();

    await page.getByRole('button', { name: '中文' }).click();
    const chinese = page.getByRole('region', { name: '设备' });
    await chinese.getByText('当地时间，Asia/Shanghai').waitFor();
    await keepPicture(page, 'range-between-wide-zh');
    await page.setViewportSize(PHONE);
    await page.getByRole('navigation').getByRole('button', { name: '设备' }).last().click();
    await chinese.getByText(/^6 个读数/).waitFor();
    await keepPicture(page, 'range-between-phone-zh');
    expect(await sidewaysScroll(page)).toEqual([]);
    await chinese.getByRole('button', { name: '最近一周' }).click();
    await chinese.getByText(/^204 个读数/).waitFor();
    await keepPicture(page, 'range-week-phone-zh');
    expect(await sidewaysScroll(page)).toEqual([]);
    expect(errors).toEqual([]);
  });
});
