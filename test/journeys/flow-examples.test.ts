import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { Alert } from '../../model/alert.ts';
import { keepPicture, openLink, startBrowser, watchedPage } from '../harness/browser.ts';
import { eventually } from '../harness/eventually.ts';
import { type FlowNode, type FlowsOperator, flowsAreUp, openEditor, signInToFlows } from '../harness/flows-operator.ts';
import { testWith } from '../harness/real-programs.ts';
import { startTestCity, type TestCity, testDevice } from '../harness/test-city.ts';

/** The nodes of an example of the palette; its tab runs. */
const example = (name: string): readonly FlowNode[] => {
  const file = new URL(`../../flows/palette/examples/${name}.json`, import.meta.url);
  const nodes = JSON.parse(readFileSync(file, 'utf8')) as readonly FlowNode[];
  return nodes.map((node) => (node.type === 'tab' ? { ...node, disabled: false } : node));
};
const idOf = (nodes: readonly FlowNode[], type: string): string => nodes.find((node) => node.type === type)?.id ?? type;

interface Call {
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
}

/** An HTTP server of the department; `answer` is called with the number of the request, from 1. */
async function department(answer: (call: number, response: ServerResponse) => void) {
  const calls: Call[] = [];
  const server = createServer(async (request, response) => {
    calls.push({ headers: request.headers, body: await json(request) });
    answer(calls.length, response);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return { calls, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/alerts` };
}

describe('the examples in the flows of a running city', () => {
  let city: TestCity;
  let operator: FlowsOperator;

  beforeAll(async () => {
    city = await startTestCity({
      settings: { flows: { isOn: true } },
      devices: [testDevice('flood-1', 'road-flood-depth')],
    });
    await flowsAreUp(city);
    operator = await signInToFlows(city, 'mei');
  });
  afterAll(() => city?.close());

  test('a new city has them, and the webhook is off until it has an address', async () => {
    const tabs = (await operator.flows()).filter(({ type }) => type === 'tab');
    expect(tabs.map(({ label, disabled }) => [label?.split(' · ')[0], disabled])).toEqual([
      ['Acknowledge an alert', false],
      ['History', false],
      ['Silent provider', false],
      ['Waterlogging notice', false],
      ['Webhook with retries', true],
    ]);
  });

  test('a webhook that fails twice is tried again with growing waits, until it is delivered', async () => {
    const { calls, url } = await department((call, response) => {
      if (call === 1) response.writeHead(503).end();
      else if (call === 2) response.destroy();
      else response.end('taken');
    });
    const nodes = example('webhook-retry').map((node) => (node.type === 'http request' ? { ...node, url } : node));
    await operator.deploy(nodes);
    expect(await operator.inject(idOf(nodes, 'inject'))).toBe(200);
    await eventually(() => expect(calls).toHaveLength(3));
    const [first] = calls;
    expect(first?.body).toMatchObject({ text: 'try it · 试一试' });
    expect(first?.headers['idempotency-key']).toMatch(/./);
    const same = ({ body, headers }: Call) => [body, headers['idempotency-key']];
    expect(calls.map(same)).toEqual(calls.map(() => same(first ?? { body: null, headers: {} })));
  });

  test('the newest alert is acknowledged by a button, and the city says by whom and why', async () => {
    const nodes = example('acknowledge-alert');
    await operator.deploy(nodes);
    const device = await city.connect('flood-1');
    await device.publishAsync('city/v1/devices/flood-1/telemetry', '{"values":{"depth":55}}', { qos: 1 });
    const alert = await eventually(async () => {
      await operator.inject(idOf(nodes, 'inject'));
      const { alerts } = await city.get<{ alerts: readonly Alert[] }>('/api/alerts?status=all');
      const found = alerts.find(({ status }) => status === 'acknowledged');
      expect(found).toBeDefined();
      return found;
    });
    expect(alert).toMatchObject({ scenarioId: 'waterlogging', acknowledgedBy: 'flows' });
    expect(alert?.history.find(({ change }) => change === 'acknowledged')).toMatchObject({
      by: 'flows',
      reason: 'Taken over by the control room · 控制室已接手',
    });
  });

  test('history comes from the store, in steps, for a flow to use', async () => {
    const { calls, url } = await department((_, response) => response.end());
    const send = { type: 'http request', method: 'POST', ret: 'txt', paytoqs: 'ignore', url, headers: [] };
    const nodes = example('history').map((node) => {
      if (node.type === 'citynerve-history')
        return { ...node, property: 'road.flood_depth', function: 'max', groupBy: 'device' };
      return node.type === 'debug' ? { ...node, ...send } : node;
    });
    await operator.deploy(nodes);
    // The store is behind the fold: it may not have the reading yet.
    await eventually(async () => {
      await operator.inject(idOf(nodes, 'inject'));
      const steps = calls.flatMap(({ body }) => (Array.isArray(body) ? body : []));
      expect(steps).toContainEqual(
        expect.objectContaining({ at: expect.any(Number), group: 'flood-1', value: expect.any(Number), count: 1 }),
      );
    });
  });

  testWith(['chromium'], 'their dialogs speak both languages, and the editor has no error', async () => {
    await operator.deploy(['acknowledge-alert', 'history', 'webhook-retry'].flatMap(example));
    const browser = await startBrowser();
    onTestFinished(() => browser.close());
    for (const [locale, words] of [
      ['en-GB', { acknowledge: 'Note', history: 'In steps of' }],
      ['zh-CN', { acknowledge: '备注', history: '步长' }],
    ] as const) {
      const { page, errors } = await watchedPage(browser, operator.origin, locale);
      await openLink(page, city.running.signinUrl('mei'));
      const before = errors.length;
      await openEditor(page);
      for (const [name, label] of Object.entries(words)) {
        await page.evaluate(`{
          let found = null;
          RED.nodes.eachNode((node) => { if (node.type === 'citynerve-${name}') found = node; });
          RED.workspaces.show(found.z);
          RED.editor.edit(found);
        }`);
        // A click waits until the dialog has slid in.
        await page.locator('.red-ui-editor .form-row label', { hasText: label }).first().click();
        await keepPicture(page, `flows-${name}-wide-${locale.slice(0, 2)}`);
        await page.locator('#node-dialog-cancel').click();
        await page.locator('#node-dialog-cancel').waitFor({ state: 'detached' });
      }
      for (const name of ['acknowledge-alert', 'history', 'webhook-retry']) {
        await page.evaluate(`RED.workspaces.show('${idOf(example(name), 'tab')}')`);
        await keepPicture(page, `flows-${name}-example-wide-${locale.slice(0, 2)}`);
      }
      // On a starved machine the flows may be away for a moment: the fields then have no suggestions.
      expect(errors.slice(before).filter((text) => !/favicon|status of 503/.test(text))).toEqual([]);
      await page.context().close();
    }
  });
});
