import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect } from 'vitest';
import { keepPicture, openLink, PHONE, sidewaysScroll, startBrowser, watchedPage } from '../harness/browser.ts';
import { citynerve } from '../harness/command-line.ts';
import { freePort } from '../harness/free-port.ts';
import { testWith } from '../harness/real-programs.ts';
import { startTestCity, type TestCity, testDevice } from '../harness/test-city.ts';

/** Two in the afternoon of a summer's day in the city. */
const START = Date.UTC(2026, 6, 8, 6);
const MINUTE_MILLIS = 60_000;
const DEVICES = ['drain-1', 'drain-2', 'drain-3'];

describe('the page shows what it does not know', () => {
  let browser: Browser;
  let city: TestCity | undefined;

  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterEach(async () => {
    await city?.close();
    city = undefined;
  });
  afterAll(() => browser?.close());

  const openPage = async (here: TestCity): Promise<Page> => {
    const link = here.running.signinUrl('mei');
    const { page } = await watchedPage(browser, new URL(link).origin);
    await openLink(page, link);
    return page;
  };

  testWith(['chromium'], 'a brain that stands still leaves no page that calls itself up to date', async () => {
    city = await startTestCity({ devices: [testDevice('drain-1', 'drain-level')], apiPort: await freePort() });
    const page = await openPage(city);
    const upToDate = page.getByText('Up to date');
    await upToDate.waitFor();

    const brain = city.running.supervisor.pids()['brain'] as number;
    process.kill(brain, 'SIGSTOP');
    try {
      await page.getByText(/^No update from the city for .*What you see is from \d\d:\d\d:\d\d\.$/).waitFor();
      expect(await upToDate.count()).toBe(0);
      expect(await page.getByText('The city is quiet').count()).toBe(0);
      await keepPicture(page, 'past-wide-en');
    } finally {
      goOn(brain);
    }
    await upToDate.waitFor();
    await page.getByText('No update from the city').first().waitFor({ state: 'detached' });
    await page.context().close();
  });

  testWith(['chromium'], 'a city whose devices have all gone silent is not called quiet', async () => {
    city = await startTestCity({ devices: DEVICES.map((id) => testDevice(id, 'drain-level')), clock: 'driven' });
    const here = city;
    const clock = await here.connect('clock');
    const setClock = (now: number) => clock.publishAsync('city/v1/clock', JSON.stringify({ now }), { qos: 1 });
    const page = await openPage(here);
    const alerts = page.getByRole('region', { name: 'Alerts' });
    await alerts.getByText('No alerts known. 3 of 3 devices have never reported.').waitFor();

    await setClock(START);
    for (const id of DEVICES) {
      const device = await here.connect(id);
      const payload = JSON.stringify({ values: { level: 1.2 }, ts: START });
      await device.publishAsync(`city/v1/devices/${id}/telemetry`, payload, { qos: 1 });
    }
    await alerts.getByText('No alert is active. The city is quiet.').waitFor();

    await setClock(START + 30 * MINUTE_MILLIS);
    await alerts.getByText('No alerts known. 3 of 3 devices are silent.').waitFor();
    await page.getByText('Up to date').waitFor();
    await page.getByRole('button', { name: '中文' }).click();
    await page.getByText('未发现告警。3 台设备中有 3 台静默。').waitFor();
    await page.setViewportSize(PHONE);
    await page.getByRole('navigation').getByRole('button', { name: '告警' }).last().click();
    await keepPicture(page, 'silent-phone-zh');
    expect(await sidewaysScroll(page)).toEqual([]);
    await page.context().close();
  });

  testWith(
    ['chromium'],
    'an alert whose scenario a person switched off is not watched, and the line says who',
    async () => {
      city = await startTestCity({ devices: [testDevice('depth-1', 'road-flood-depth')] });
      const gauge = await city.connect('depth-1');
      const depth = JSON.stringify({ values: { depth: 60 } });
      await gauge.publishAsync('city/v1/devices/depth-1/telemetry', depth, { qos: 1 });
      const page = await openPage(city);
      const alerts = page.getByRole('region', { name: 'Alerts' });
      await alerts.locator('.alert-row').waitFor();
      expect(await alerts.getByText('not watched', { exact: true }).count()).toBe(0);

      const place = ['--zone', 'underpass', '--user', 'li', '--data', city.folder.root];
      expect(await citynerve('extension', 'off', 'waterlogging', ...place)).toMatchObject({ code: 0 });
      await alerts.getByText('not watched', { exact: true }).waitFor();
      await page.getByText('Switched off by li: scenario waterlogging in underpass.').first().waitFor();
      expect(await page.getByText('Off after errors').count()).toBe(0);
      await alerts.locator('.alert-open').click();
      await page.getByText('nothing eases or clears this alert until it is on again').first().waitFor();
      await keepPicture(page, 'not-watched-wide-en');

      await page.getByRole('button', { name: '中文' }).click();
      await page.getByText('未监视', { exact: true }).first().waitFor();
      await page.getByText('已由 li 停用').first().waitFor();
      await page.context().close();
    },
  );
});

/** Continues a stopped process, which the supervisor may have killed meanwhile. */
function goOn(pid: number): void {
  try {
    process.kill(pid, 'SIGCONT');
  } catch {
    // It was killed, and another one was started.
  }
}
