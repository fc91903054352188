import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { connectGateway } from '../../ipc/gateway-client.ts';
import type { Alert } from '../../model/alert.ts';
import { openLink, startBrowser, watchedPage } from '../harness/browser.ts';
import { eventually } from '../harness/eventually.ts';
import { takePictures } from '../harness/pictures.ts';
import { testWith } from '../harness/real-programs.ts';
import { startTestCity, type TestCity, testDevice } from '../harness/test-city.ts';

/** Two in the afternoon of a summer's day in the city. */
const START = Date.UTC(2026, 6, 8, 6);
const MINUTE_MILLIS = 60_000;
const NOTE = 'Two pumps on their way.';

describe('a person writes about an alert that ends meanwhile', () => {
  let city: TestCity;
  let browser: Browser;
  beforeAll(async () => {
    city = await startTestCity({ devices: [testDevice('depth-1', 'road-flood-depth')], clock: 'driven' });
    browser = await startBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await city?.close();
  });

  testWith(['chromium'], 'and the page keeps what was written, and shows what was sent', async () => {
    const clock = await city.connect('clock');
    const gauge = await city.connect('depth-1');
    let now = START;
    const minute = async (depth: number) => {
      now += MINUTE_MILLIS;
      await clock.publishAsync('city/v1/clock', JSON.stringify({ now }), { qos: 1 });
      const payload = JSON.stringify({ values: { depth }, ts: now });
      await gauge.publishAsync('city/v1/devices/depth-1/telemetry', payload, { qos: 1 });
    };
    for (let step = 0; step < 3; step += 1) await minute(60);
    await city.folded();

    const link = city.running.signinUrl('mei');
    const { page } = await watchedPage(browser, new URL(link).origin);
    await openLink(page, link);
    const alerts = page.getByRole('region', { name: 'Alerts' });
    await alerts.locator('.alert-open').first().click();
    await alerts.getByRole('button', { name: 'Acknowledge', exact: true }).click();
    await alerts.getByLabel('Note (optional)').fill(NOTE);

    const isOver = async () => {
      await minute(0);
      await city.folded();
      const { alerts: active } = await city.get<{ alerts: readonly Alert[] }>('/api/alerts');
      return active.every((alert) => alert.id !== id);
    };
    const id = new URLSearchParams(new URL(page.url()).hash.slice(1)).get('alert') ?? 'none';
    while (!(await isOver()));
    await alerts.getByText('The alert ended while you wrote, so this was not sent:').waitFor();
    await alerts.getByText(NOTE).waitFor();
    await takePictures(page, 'unsent', 'Alerts');
    const { alerts: all } = await city.get<{ alerts: readonly Alert[] }>('/api/alerts?status=all');
    expect(JSON.stringify(all)).not.toContain(NOTE);
    await alerts.getByRole('button', { name: 'Discard' }).click();
    await alerts.getByText(NOTE).waitFor({ state: 'detached' });

    // What the API had taken a moment before the end: it is folded after it.
    const gateway = connectGateway(city.folder.gatewaySocket);
    const action = { type: 'alert.acknowledge', alertId: id, note: 'Road closed.' } as const;
    const record = { kind: 'action', actionId: 'late', user: 'li', action } as const;
    await eventually(async () => void (await gateway.append(record)));
    await gateway.close();
    await alerts.getByText('acknowledged by li').waitFor();
    await alerts.getByRole('listitem').getByText('Road closed.').waitFor();
    await alerts.getByText('Cleared', { exact: true }).first().waitFor();
    expect(await city.get<Alert>(`/api/alerts/${id}`)).toMatchObject({ status: 'cleared', acknowledgedBy: 'li' });
    await takePictures(page, 'late-note', 'Alerts');
    await page.context().close();
  });
});
