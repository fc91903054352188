import type { Browser, Page } from 'playwright-core';
import { afterEach, beforeEach, expect } from 'vitest';
import { openLink, startBrowser, watchedPage } from '../harness/browser.ts';
import { freePort } from '../harness/free-port.ts';
import { takePictures } from '../harness/pictures.ts';
import { testWith } from '../harness/real-programs.ts';
import { runCitynerve } from '../harness/run-citynerve.ts';
import { startTestCity, type TestCity, testDevice } from '../harness/test-city.ts';
import { JUMPING_GATEWAY, setWallJump } from '../harness/wall-jump.ts';

const HOUR_MILLIS = 3_600_000;
const YEARS_MILLIS = 1461 * 24 * HOUR_MILLIS;

let city: TestCity | undefined;
let browser: Browser;
beforeEach(async () => {
  browser = await startBrowser();
});
afterEach(async () => {
  await browser?.close();
  await city?.close();
});

async function openPage(here: TestCity): Promise<Page> {
  const link = here.running.signinUrl('mei');
  const { page } = await watchedPage(browser, new URL(link).origin);
  await openLink(page, link);
  return page;
}

/** The banner; a screen reader has the same text in a part of its own. */
const says = (page: Page, text: RegExp) =>
  page.locator('.banner > p:not(.visually-hidden)', { hasText: text }).waitFor();

testWith(['chromium'], 'the page says that the clock is held, what to do, and whether times can be wrong', async () => {
  city = await startTestCity({
    devices: [testDevice('depth-1', 'road-flood-depth')],
    apiPort: await freePort(),
    gatewayFile: JUMPING_GATEWAY,
    beforeStart: ({ root }) => setWallJump(root, HOUR_MILLIS),
  });
  const here = city;
  const page = await openPage(here);
  await page.getByText('Up to date').waitFor();

  // While the gateway runs: city time is right, whatever the clock of the machine says.
  setWallJump(here.folder.root, YEARS_MILLIS);
  await says(page, /city time is 146\d d \d+ h behind it\. Times on this page are right\./);
  await takePictures(page, 'clock-behind', 'Alerts');
  setWallJump(here.folder.root, HOUR_MILLIS);
  await page.getByText('Up to date').waitFor();

  // Over a start, at which the clock of the machine is right again: nobody knows that.
  await here.running.close();
  setWallJump(here.folder.root, 0);
  await here.restart();
  await says(page, /city time is \d+ min ahead of it\. Times on this page may be wrong\./);
  const gauge = await here.connect('depth-1');
  const depth = JSON.stringify({ values: { depth: 60 } });
  await gauge.publishAsync('city/v1/devices/depth-1/telemetry', depth, { qos: 1 });
  const alerts = page.getByRole('region', { name: 'Alerts' });
  await alerts.locator('.alert-open').click();
  await alerts.getByText('Raised while the clock of the city was held: its times may be wrong.').waitFor();
  await takePictures(page, 'clock-ahead', 'Alerts');

  expect(await runCitynerve(here, 'clock', 'accept', '--user', 'li')).toMatchObject({ code: 0 });
  await says(page, /City time runs at half speed until the clock of the machine has caught up/);
  await takePictures(page, 'clock-slewing', 'Alerts');
  await page.context().close();
});
