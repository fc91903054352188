import type { Browser, Page } from 'playwright-core';
import { afterEach, beforeEach, expect } from 'vitest';
import { announceBuild } from '../../city/generation-build.ts';
import { connectGateway } from '../../ipc/gateway-client.ts';
import type { Alert } from '../../model/alert.ts';
import { openLink, startBrowser, watchedPage } from '../harness/browser.ts';
import { eventually } from '../harness/eventually.ts';
import { freePort } from '../harness/free-port.ts';
import { takePictures } from '../harness/pictures.ts';
import { testWith } from '../harness/real-programs.ts';
import { runCitynerve } from '../harness/run-citynerve.ts';
import { startTestCity, type TestCity, testDevice } from '../harness/test-city.ts';

let city: TestCity | undefined;
let browser: Browser;
let page: Page;
beforeEach(async () => {
  browser = await startBrowser();
});
afterEach(async () => {
  await browser?.close();
  await city?.close();
});

testWith(['chromium'], 'while readings and documents are made again the page and verify say so', async () => {
  city = await startTestCity({ devices: [testDevice('depth-1', 'road-flood-depth')], apiPort: await freePort() });
  const here = city;
  const gauge = await here.connect('depth-1');
  const depth = JSON.stringify({ values: { depth: 60 } });
  await gauge.publishAsync('city/v1/devices/depth-1/telemetry', depth, { qos: 1 });
  const active = async () => (await here.get<{ alerts: readonly Alert[] }>('/api/alerts')).alerts;
  await eventually(async () => expect(await active()).toHaveLength(1));
  const id = (await active())[0]?.id ?? '';
  const link = here.running.signinUrl('mei');
  ({ page } = await watchedPage(browser, new URL(link).origin));
  await openLink(page, link);
  await page.getByText('Up to date').waitFor();

  // Another process builds: this test, which takes as long as it wants to.
  const other = announceBuild(here.folder, { cause: 'refold', user: null, fromOffset: null, since: Date.now() });
  other?.progress(0.42);
  await page.getByText(/being made again from the journal \(with the channels of today\): 42 % after \d+ s/).waitFor();
  await page.getByText('Up to date').waitFor({ state: 'detached' });
  expect(await runCitynerve(here, 'refold')).toMatchObject({
    code: 2,
    text: expect.stringContaining('(refold, 42 %)'),
  });

  const gateway = connectGateway(here.folder.gatewaySocket);
  const place = { kind: 'scenario', id: 'waterlogging', zoneId: 'underpass', deviceId: null } as const;
  const amendment = { type: 'extension-off', ...place, reason: 'a test' } as const;
  const record = { kind: 'amendment', amendmentId: 'a', user: 'li', fromOffset: 1, untilOffset: null } as const;
  await eventually(async () => void (await gateway.append({ ...record, amendment })));
  await gateway.close();
  await page.getByText(/\(extension off for earlier records, by li\): 0 % after/).waitFor();
  await takePictures(page, 'build', 'Alerts');
  const { code, text } = await runCitynerve(here, 'verify', id, '--refold');
  expect(code).toBe(1);
  expect(text).toContain(`DIFFERS for now  ${id}`);
  expect(text).toContain('folded without the amendment by li of offsets from 1 on');
  expect(text).toContain('(refold, 42 %); verify again when that is done');
  expect(await active()).toHaveLength(1);

  other?.end();
  await page.getByText('being made again').first().waitFor({ state: 'detached' });
  await eventually(async () => expect(await active()).toEqual([]));
  await page.context().close();
});
