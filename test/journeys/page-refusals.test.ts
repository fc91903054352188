import mqtt from 'mqtt';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe } from 'vitest';
import { openLink, startBrowser, watchedPage } from '../harness/browser.ts';
import { takePictures } from '../harness/pictures.ts';
import { testWith } from '../harness/real-programs.ts';
import { startTestCity, type TestCity, testDevice } from '../harness/test-city.ts';

describe('a device that the gateway refuses', () => {
  let city: TestCity;
  let browser: Browser;
  beforeAll(async () => {
    city = await startTestCity({ devices: ['drain-1', 'drain-2'].map((id) => testDevice(id, 'drain-level')) });
    browser = await startBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await city?.close();
  });

  testWith(['chromium'], 'has on its page how often, why, when last, and what would be right', async () => {
    const url = `mqtt://127.0.0.1:${city.running.mqttPort}`;
    const wrong = { clientId: 'drain-1', username: 'drain-1', password: 'wrong', reconnectPeriod: 0 };
    for (let attempt = 0; attempt < 3; attempt++) await mqtt.connectAsync(url, wrong).catch(() => null);
    const device = await city.connect('drain-1', { reconnectPeriod: 0 });
    const closed = new Promise((resolve) => device.once('close', () => resolve(null)));
    device.publish('city/v1/devices/drain-2/telemetry', '{"values":{"level":1}}', { qos: 1 });
    await closed;
    // An orderly end writes the refusals of the last minute down.
    await city.restart();

    const link = city.running.signinUrl('mei');
    const { page } = await watchedPage(browser, new URL(link).origin);
    await openLink(page, link);
    await page.getByRole('button', { name: 'drain-1' }).click();
    const shown = page.getByRole('region', { name: 'Device' });
    await shown.getByRole('heading', { name: 'Refused by the gateway' }).waitFor();
    await shown.getByText(/Wrong credential · 3 times, the last at \d/).waitFor();
    await shown.getByText('The user name is the id of the device, the password its token.').waitFor();
    await shown.getByText(/Topic of others · once, at \d/).waitFor();
    await shown
      .getByText(/"city\/v1\/devices\/drain-2\/telemetry"; it may publish to city\/v1\/devices\/drain-1/)
      .waitFor();
    await takePictures(page, 'refused', 'Device');

    await page.getByRole('button', { name: 'Ledger' }).first().click();
    const ledger = page.getByRole('region', { name: 'Ledger' });
    await ledger.getByRole('button', { name: 'By device' }).click();
    await ledger.getByRole('button', { name: 'drain-1' }).click();
    await ledger.getByText(/Wrong credential · 3 times/).waitFor();
    await page.getByRole('button', { name: 'Device', exact: true }).first().click();
    await page.getByRole('button', { name: 'drain-2' }).click();
    await shown.getByRole('heading', { name: 'drain-2' }).waitFor();
    await shown.getByRole('heading', { name: 'Refused by the gateway' }).waitFor({ state: 'detached' });
    await page.context().close();
  });
});
