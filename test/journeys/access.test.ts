import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Alert } from '../../model/alert.ts';
import { openLink, startBrowser, watchedPage } from '../harness/browser.ts';
import { citynerve } from '../harness/command-line.ts';
import { eventually } from '../harness/eventually.ts';
import { testWith } from '../harness/real-programs.ts';
import { startTestCity, type TestCity, testDevice } from '../harness/test-city.ts';

describe('a program with a token of its own', () => {
  let city: TestCity;
  beforeAll(async () => {
    city = await startTestCity({ devices: [testDevice('flood-1', 'road-flood-depth')] });
  });
  afterAll(() => city?.close());

  const token = async (...words: readonly string[]) => citynerve('token', ...words, '--data', city.folder.root);
  const ask = (bearer: string, path: string, init: RequestInit = {}) =>
    fetch(`http://${city.running.address.host}:${city.running.address.apiPort}${path}`, {
      ...init,
      headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
    });
  const acknowledge = (bearer: string, id: string, note: string) =>
    ask(bearer, `/api/alerts/${id}/acknowledge`, { method: 'POST', body: JSON.stringify({ note }) });
  /** Makes a token and returns it. */
  const made = async (...words: readonly string[]): Promise<string> => {
    const { code, text } = await token('create', ...words);
    expect([code, text]).toEqual([0, expect.stringContaining('only its hash is kept')]);
    return text.split('\n')[0] ?? '';
  };

  test('does what its scopes allow under its name, until it is revoked', async () => {
    const reader = await made('dashboard');
    const dispatch = await made('dispatch', '--scope', 'read,act', '--days', '1');
    expect(await (await ask(dispatch, '/api/session')).json()).toMatchObject({ user: 'token:dispatch' });
    expect(await token('create', 'dispatch')).toMatchObject({ code: 2, text: expect.stringContaining('already') });
    expect(await token('create', 'x', '--scope', 'rule')).toMatchObject({ code: 2 });

    const device = await city.connect('flood-1');
    const topic = 'city/v1/devices/flood-1/telemetry';
    await device.publishAsync(topic, '{"values":{"depth":{"value":45,"unit":"cm"}}}', { qos: 1 });
    const alert = await eventually(async () => {
      const { alerts } = (await (await ask(reader, '/api/alerts')).json()) as { alerts: readonly Alert[] };
      expect(alerts).toHaveLength(1);
      return alerts[0] as Alert;
    });
    const refused = await acknowledge(reader, alert.id, 'seen');
    expect([refused.status, await refused.json()]).toEqual([
      403,
      expect.objectContaining({ detail: 'This needs a token of scope "act"; this one has read.' }),
    ]);
    expect((await acknowledge(dispatch, alert.id, 'crew sent')).status).toBe(202);
    expect((await acknowledge(dispatch, alert.id, 'pump on site')).status).toBe(202);
    await eventually(async () => {
      const { history } = await city.get<Alert>(`/api/alerts/${alert.id}`);
      expect(history.slice(-2).map(({ change, by, reason }) => [change, by, reason])).toEqual([
        ['acknowledged', 'token:dispatch', 'crew sent'],
        ['noted', 'token:dispatch', 'pump on site'],
      ]);
    });
    expect(await citynerve('verify', alert.id, '--refold', '--data', city.folder.root)).toMatchObject({ code: 0 });

    expect((await token('list')).text).toMatch(/^dashboard {2}read {2}made .*\ndispatch {2}read,act {2}made /);
    expect((await token('revoke', 'dispatch')).code).toBe(0);
    const over = await ask(dispatch, '/api/latest');
    expect([over.status, over.headers.get('content-type')]).toEqual([401, 'application/problem+json; charset=utf-8']);
    expect((await ask(reader, '/api/latest')).status).toBe(200);
  });
});

describe('two cities on one host', () => {
  const cities: TestCity[] = [];
  afterEach(async () => {
    for (const city of cities.splice(0)) await city.close();
  });

  testWith(['chromium'], 'keep the sessions of one browser apart', async () => {
    for (const _ of [1, 2]) cities.push(await startTestCity({ devices: [testDevice('drain-1', 'drain-level')] }));
    const links = cities.map(({ running }) => running.signinUrl('mei'));
    const browser = await startBrowser();
    try {
      const { page } = await watchedPage(browser, new URL(links[0] ?? '').origin);
      for (const link of links) await openLink(page, link);
      for (const link of links) {
        // A link that was used leads to the page, where somebody is signed in.
        await page.goto(link);
        await page.getByText('mei', { exact: true }).waitFor();
        expect(new URL(page.url()).host).toBe(new URL(link).host);
      }
      await page.getByRole('button', { name: 'Sign out' }).click();
      await page.getByRole('heading', { name: 'Sign in' }).waitFor();
      await page.goto(new URL(links[0] ?? '').origin);
      await page.getByText('mei', { exact: true }).waitFor();
    } finally {
      await browser.close();
    }
  });
});
