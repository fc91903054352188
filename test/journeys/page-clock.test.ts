import type { Browser, Page } from 'playwright-core';
import { afterEach, beforeEach } from 'vitest';
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

testWith(['chromium'], 'the page says that the clock is held, what to do, and whether times can be wrong', async () => {
  city = await startTestCity({
    devices: [testDevice('depth-1', 'road-flood-depth')],
    apiPort: await freePort(),
    gatewayFile: JUMPING_GATEWAY,
    beforeStart: ({ root }) => setWallJump(root, 0),
  });
  const here = city;
  const page = await openPage(here);
  await page.getByText('Up to date').waitFor();

  // While the gateway runs: city time is right, whatever the clock of the machine says.
  setWallJump(here.folder.root, YEARS_MILLIS);
  await page.getByText(/^Clock held: city time is 146\d d \d+ h behind the clock of the machine\./).waitFor();
  await takePictures(page, 'clock-behind', 'Alerts');
  setWallJump(here.folder.root, 0);
  await page.getByText('Up to date').waitFor();

  // Over a start: nobody knows the time.
  await here.running.close();
  setWallJump(here.folder.root, -YEARS_MILLIS);
  await here.restart();
  await page.getByText(/^Clock held: city time is 146\d d \d+ h ahead of the clock of the machine\./).waitFor();
  const gauge = await here.connect('depth-1');
  const depth = JSON.stringify({ values: { depth: 60 } });
  await gauge.publishAsync('city/v1/devices/depth-1/telemetry', depth, { qos: 1 });
  const alerts = page.getByRole('region', { name: 'Alerts' });
  await alerts.locator('.alert-open').click();
  await alerts.getByText('Raised while the clock of the city was held: its times may be wrong.').waitFor();
  await takePictures(page, 'clock-ahead', 'Alerts');

  // Accepted: city time runs at half speed until the wall clock has caught up.
  await here.running.close();
  setWallJump(here.folder.root, -HOUR_MILLIS);
  await here.restart();
  await runCitynerve(here, 'clock', 'accept', '--user', 'li');
  await takePictures(page, 'clock-slewing', 'Alerts');
  await page.context().close();
});
