import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { MqttClient } from 'mqtt';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import type { Alert } from '../../model/alert.ts';
import { keepPicture, openLink, startBrowser, type WatchedPage, watchedPage } from '../harness/browser.ts';
import { eventually } from '../harness/eventually.ts';
import { takePictures } from '../harness/pictures.ts';
import { PROGRAMS, testWith } from '../harness/real-programs.ts';
import { startTestCity, type TestCity, testDevice } from '../harness/test-city.ts';

const run = promisify(execFile);
const MINUTE_MILLIS = 60_000;
/** Two in the afternoon of a summer's day in the city. */
const START = Date.UTC(2026, 6, 8, 6);
const USER = 'mei';
const NOTE = 'Pumps are on their way. 水泵已出发。';

const DEVICES = [
  testDevice('rain-1', 'rain-gauge', { latitude: 22.503, longitude: 113.997 }),
  testDevice('drain-1', 'drain-level', { latitude: 22.501 }),
  testDevice('flood-1', 'road-flood-depth', { longitude: 114.002 }),
  testDevice('traffic-1', 'traffic-counter', { latitude: 22.497, provider: 'beta' }),
];

describe('a person watches the city on its page', () => {
  let city: TestCity;
  let storm: Storm;
  let browser: Browser;
  let watched: WatchedPage;
  let page: Page;
  let link: string;
  let visit: number;

  beforeAll(async () => {
    city = await startTestCity({ devices: DEVICES, clock: 'driven' });
    storm = await createStorm(city);
    browser = await startBrowser();
    link = city.running.signinUrl(USER);
    watched = await watchedPage(browser, new URL(link).origin);
    page = watched.page;
  });
  afterAll(async () => {
    await browser?.close();
    await city?.close();
  });

  testWith(['chromium'], 'a link signs in once', async () => {
    await openLink(page, link);
    await page.getByRole('heading', { name: 'Test' }).waitFor();
    await page.getByText(USER, { exact: true }).waitFor();
    await page.locator('.maplibregl-canvas').waitFor();
    await page.goto(link);
    await page.getByRole('heading', { name: 'Test' }).waitFor();
    await page.locator('.maplibregl-canvas').waitFor();
    visit = await startOfVisit(page);

    const stranger = await watchedPage(browser, new URL(link).origin);
    expect((await stranger.page.goto(link))?.status()).toBe(401);
    await stranger.page.getByText('npm run citynerve -- signin').first().waitFor();
    await stranger.page.goto('/');
    await stranger.page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await keepPicture(stranger.page, 'sign-in-wide-en');
    expect(stranger.strayRequests).toEqual([]);
    await stranger.page.context().close();
  });

  testWith(['chromium', 'mosquitto_pub'], 'what a device publishes is seen without asking again', async () => {
    await page.getByRole('button', { name: 'drain-1' }).click();
    const device = page.getByRole('region', { name: 'Device' });
    await device.getByRole('heading', { name: 'drain-1' }).waitFor();
    await device.getByText('No reading in the last hour.').first().waitFor();
    await publish(city, 'drain-1', '{"values":{"level":{"value":120,"unit":"cm"}}}');
    await device.getByText('1.2 m', { exact: true }).waitFor();
    await device.getByText('Good').first().waitFor();
    expect(await startOfVisit(page)).toBe(visit);
  });

  testWith(['chromium', 'mosquitto_pub'], 'the ledger says that nothing is missing', async () => {
    await page.getByRole('button', { name: 'Ledger' }).click();
    const ledger = page.getByRole('region', { name: 'Ledger' });
    await ledger.getByText('Every message is accounted for.').waitFor();
    await ledger.getByText('1 received').waitFor();
  });

  testWith(['chromium'], 'a flood raises an alert that shows what it rests on', async () => {
    const alerts = page.getByRole('region', { name: 'Alerts' });
    await alerts.getByText('No alerts known. 3 of 4 devices have never reported.').waitFor();
    await storm.rage();
    const row = alerts.getByRole('listitem').filter({ hasText: /Critical.*Waterlogging: underpass.*from a window/s });
    await row.waitFor();
    await takePictures(page, 'alerts', 'Alerts');
    await row.getByRole('button', { name: 'Waterlogging' }).click();
    await alerts.getByRole('heading', { name: 'Why' }).waitFor();
    await takePictures(page, 'alert', 'Alerts');
    await alerts.getByText('a window of time', { exact: true }).waitFor();
    await alerts.getByText('cn-waterlogging@').waitFor();
    await alerts.getByText('thresholds,').first().click();
    await alerts.getByRole('row').filter({ hasText: 'Critical depth in an underpass' }).getByText('27 cm').waitFor();
    await alerts.getByRole('heading', { name: 'Readings used' }).waitFor();
    await alerts.getByRole('button', { name: 'flood-1' }).first().waitFor();
    expect(await startOfVisit(page)).toBe(visit);
    await takePictures(page, 'evidence', 'Alerts');
  });

  testWith(['chromium', 'mosquitto_sub'], 'and whoever acknowledges it is named to everybody', async () => {
    const alerts = page.getByRole('region', { name: 'Alerts' });
    const id = alertInAddress(page);
    await alerts.getByRole('button', { name: 'Acknowledge', exact: true }).click();
    await alerts.getByLabel('Note (optional)').fill(NOTE);
    await alerts.getByRole('button', { name: 'Acknowledge alert' }).click();
    await alerts.getByText(`acknowledged by ${USER}`).waitFor();
    await alerts.getByText(NOTE).scrollIntoViewIfNeeded();
    await takePictures(page, 'acknowledged', 'Alerts');

    const acknowledged = { id, status: 'acknowledged', acknowledgedBy: USER };
    const alert = await city.get<Alert>(`/api/alerts/${id}`);
    expect(alert).toMatchObject(acknowledged);
    expect(alert.history.at(-1)).toMatchObject({ change: 'acknowledged', by: USER, reason: NOTE });
    await eventually(async () => expect(await retainedAlert(city, id)).toMatchObject(acknowledged));

    await alerts.getByRole('button', { name: 'Add a note' }).click();
    await alerts.getByLabel('Note', { exact: true }).fill('Pump on site.');
    await alerts.getByRole('button', { name: 'Add note' }).click();
    await alerts.getByRole('listitem').getByText('Pump on site.').waitFor();
    await alerts.getByText('Written to the journal at offset').waitFor({ state: 'detached' });
    await alerts.getByRole('button', { name: 'Add a note' }).waitFor();
    await takePictures(page, 'noted', 'Alerts');
    const { status, history } = await city.get<Alert>(`/api/alerts/${id}`);
    expect([status, history.at(-1)]).toMatchObject(['acknowledged', { change: 'noted', by: USER }]);
  });

  testWith(['chromium'], 'each step of an alert shows why it was taken', async () => {
    const alerts = page.getByRole('region', { name: 'Alerts' });
    const raised = alerts.getByRole('listitem').filter({ hasText: /Raised.*Watch/ });
    await raised.getByRole('button', { name: 'Show why' }).click();
    await raised.getByText('Drain fill (%)', { exact: true }).waitFor();
    await raised.getByRole('link', { name: 'Download evidence (JSON)' }).waitFor();
    await raised.scrollIntoViewIfNeeded();
    await takePictures(page, 'step', 'Alerts');
    await raised.getByRole('button', { name: 'Hide why' }).click();
  });

  testWith(['chromium'], 'in Chinese and on a phone nothing has to be pushed sideways', async () => {
    await takePictures(page, 'map', 'Map');
    await page.getByRole('button', { name: 'flood-1' }).first().click();
    await page.getByRole('navigation').getByRole('button', { name: 'Device' }).first().click();
    await takePictures(page, 'device', 'Device');
    await page.getByRole('button', { name: 'Ledger' }).first().click();
    await takePictures(page, 'ledger', 'Ledger');
    await page.getByRole('button', { name: 'All alerts' }).click();
    await takePictures(page, 'known', 'Alerts');
  });

  testWith(['chromium'], 'the page kept to this city and complained of nothing', async () => {
    expect(watched.strayRequests).toEqual([]);
    expect(watched.errors).toEqual([]);
    expect(await startOfVisit(page)).toBe(visit);
  });
});

/** Differs after each reload. */
const startOfVisit = (page: Page): Promise<number> => page.evaluate('performance.timeOrigin');

const alertInAddress = (page: Page): string =>
  new URLSearchParams(new URL(page.url()).hash.slice(1)).get('alert') ?? 'none';

interface Storm {
  /** Half an hour of dry road, then rain that floods the underpass. */
  rage(): Promise<void>;
}

/** Weather that devices measure minute by minute, with the clock. */
async function createStorm(city: TestCity): Promise<Storm> {
  const clock = await city.connect('clock');
  const devices = new Map<string, MqttClient>();
  let now = START;
  const tick = () => clock.publishAsync('city/v1/clock', JSON.stringify({ now }), { qos: 1 });
  await tick();
  const measure = (id: string, values: object) =>
    devices.get(id)?.publishAsync(`city/v1/devices/${id}/telemetry`, JSON.stringify({ values, ts: now }), { qos: 1 });
  const between = (low: number, high: number, share: number) => low + (high - low) * Math.max(0, Math.min(1, share));
  const wobble = (minute: number) => (minute % 3) / 10;
  return {
    async rage() {
      for (const { id } of DEVICES) devices.set(id, await city.connect(id));
      for (let minute = 0; minute < 70; minute++) {
        now += MINUTE_MILLIS;
        await tick();
        await Promise.all([
          measure('rain-1', { rain: minute < 15 ? 0 : between(0.5, 1.5, (minute - 15) / 20) }),
          measure('drain-1', { fill: between(20, 98, (minute - 15) / 25) + wobble(minute), level: 1.2 }),
          measure('flood-1', { depth: between(0, 45, (minute - 30) / 25) + (minute > 30 ? wobble(minute) : 0) }),
          measure('traffic-1', { speed: between(45, 8, (minute - 35) / 20) + wobble(minute), volume: 20 }),
        ]);
      }
      await city.folded();
    },
  };
}

const as = (city: TestCity, name: string): readonly string[] => [
  ...['-h', '127.0.0.1', '-p', `${city.running.mqttPort}`],
  ...['-i', name, '-u', name, '-P', city.token(name)],
];

async function publish(city: TestCity, id: string, payload: string): Promise<void> {
  const topic = `city/v1/devices/${id}/telemetry`;
  await run(PROGRAMS.mosquitto_pub, [...as(city, id), '-q', '1', '-t', topic, '-m', payload]);
}

/** The retained message of this alert. */
async function retainedAlert(city: TestCity, id: string): Promise<unknown> {
  const asked = ['-q', '1', '-C', '1', '-W', '30', '--retained-only', '-t', `city/v1/alerts/+/+/${id}`];
  const { stdout } = await run(PROGRAMS.mosquitto_sub, [...as(city, 'operator'), ...asked]);
  return JSON.parse(stdout);
}
