// One file because all tests share one Node-RED, which takes seconds to start.
import { type ChildProcess, execFile, fork, spawn } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { readFlowsAddress } from '../../city/flows-address.ts';
import { messageDifference, valueDifference } from '../../model/ledger.ts';
import type { LoadReport } from '../bench/device-load.ts';
import { keepPicture, openLink, startBrowser, type WatchedPage, watchedPage } from '../harness/browser.ts';
import { eventually } from '../harness/eventually.ts';
import { type FlowsOperator, flowsAreUp, openEditor, signInToFlows } from '../harness/flows-operator.ts';
import { PROGRAMS, testWith } from '../harness/real-programs.ts';
import { startTestCity, type TestCity, testDevice } from '../harness/test-city.ts';

const run = promisify(execFile);
const USER = 'mei';
const OUR_NODES = ['telemetry', 'alert', 'notice', 'acknowledge', 'history'].map((name) => `citynerve-${name}`);
const LOAD_DEVICES = Array.from({ length: 500 }, (_, index) => `load-${index + 1}`);
const ON = { flows: { isOn: true } };

/** A tab with a button and a function node. */
const functionFlow = (name: string, func: string, more: object = {}): readonly object[] => [
  { id: `${name}-tab`, type: 'tab', label: name, disabled: false, info: '' },
  {
    id: `${name}-go`,
    type: 'inject',
    z: `${name}-tab`,
    name: '',
    props: [],
    repeat: '',
    once: false,
    x: 90,
    y: 60,
    wires: [[`${name}-run`]],
  },
  {
    id: `${name}-run`,
    type: 'function',
    z: `${name}-tab`,
    name,
    func,
    outputs: 1,
    timeout: 0,
    libs: [],
    x: 260,
    y: 60,
    wires: [[]],
    ...more,
  },
];

const flowsPid = (city: TestCity): number | undefined => city.running.supervisor.pids()['flows'];

describe('operators build flows', () => {
  let city: TestCity;
  let operator: FlowsOperator;
  let browser: Browser;
  let watched: WatchedPage;
  let page: Page;

  beforeAll(async () => {
    city = await startTestCity({
      settings: ON,
      devices: [
        testDevice('flood-1', 'road-flood-depth'),
        // In the cell, outside of the underpass.
        testDevice('flood-2', 'road-flood-depth', { latitude: 22.52 }),
      ],
    });
    await flowsAreUp(city);
    operator = await signInToFlows(city, USER);
    browser = await startBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await city?.close();
  });

  test('flows have no access to the other roles', async () => {
    const pid = flowsPid(city);
    const environment = readFileSync(`/proc/${pid}/environ`, 'utf8')
      .split('\0')
      .map((line) => line.split('=')[0]);
    const known = [
      'PATH',
      'LANG',
      'HOME',
      'TZ',
      'MALLOC_ARENA_MAX',
      'NODE_CHANNEL_FD',
      'NODE_CHANNEL_SERIALIZATION_MODE',
      '',
    ];
    expect(environment.filter((name) => !known.includes(name ?? ''))).toEqual([]);
    for (const path of [
      city.folder.flowsAddress,
      join(city.folder.flows, 'credential-secret'),
      join(city.folder.secrets, 'flows.token'),
    ]) {
      expect([path, statSync(path).mode & 0o777]).toEqual([path, 0o600]);
    }
    expect(statSync(city.folder.flows).mode & 0o777).toBe(0o700);
    // Code that breaks out of a function node is still limited by the permission model of its process.
    const breakOut = `const host = Buffer.constructor.constructor('return process')();
      const tried = [];
      const attempt = (name, what) => { try { what(); tried.push(name + ': done'); } catch (error) { tried.push(name + ': ' + error.code); } };
      attempt('secrets', () => host.getBuiltinModule('fs').readFileSync(${JSON.stringify(city.folder.credentials)}));
      attempt('journal', () => host.getBuiltinModule('fs').readdirSync(${JSON.stringify(city.folder.journal)}));
      attempt('program', () => host.getBuiltinModule('child_process').execSync('id'));
      node.error(tried.join(', '));
      host.getBuiltinModule('fs').writeFileSync(${JSON.stringify(join(city.folder.flows, 'tried'))}, tried.join(', '));`;
    const before = await operator.flows();
    await operator.deploy([...before, ...functionFlow('break-out', breakOut)]);
    await operator.inject('break-out-go');
    const tried = join(city.folder.flows, 'tried');
    await eventually(() =>
      expect(readFileSync(tried, 'utf8')).toBe(
        'secrets: ERR_ACCESS_DENIED, journal: ERR_ACCESS_DENIED, program: ERR_ACCESS_DENIED',
      ),
    );
    await operator.deploy(before);
  });

  test('access is refused without a session, from another site, with an API token, and past the proxy of the city', async () => {
    const { origin, cookie } = operator;
    const statusOf = async (path: string, init: RequestInit) => (await fetch(`${origin}${path}`, init)).status;
    expect(await statusOf('/flows/', {})).toBe(401);
    expect(await statusOf('/flows/flows', { headers: { authorization: `Bearer ${city.token('flows')}` } })).toBe(401);
    const evil = { cookie, origin: 'https://evil.test', 'content-type': 'application/json' };
    expect(await statusOf('/flows/flows', { method: 'POST', headers: evil, body: '[]' })).toBe(403);
    const address = readFlowsAddress(city.folder);
    const past = `http://127.0.0.1:${address?.port}/flows/`;
    expect((await fetch(past, { headers: { cookie } })).status).toBe(403);
    expect((await fetch(past, { headers: { cookie, 'x-citynerve-secret': 'guess' } })).status).toBe(403);
    const sockets = [
      [`${origin}/flows/comms`, { origin }, 401],
      [`${origin}/flows/comms`, { cookie, origin: 'https://evil.test' }, 403],
      [`${past}comms`, { cookie, origin }, 403],
    ] as const;
    for (const [url, headers, status] of sockets) {
      expect(await handshake(url.replace('http', 'ws'), headers)).toBe(status);
    }
    expect(await handshake(`${origin.replace('http', 'ws')}/flows/comms`, { cookie, origin })).toBe(101);
  });

  testWith(['chromium'], 'the editor opens by the city’s own sign-in, and asks nothing of anybody else', async () => {
    const link = city.running.signinUrl(USER);
    watched = await watchedPage(browser, new URL(link).origin);
    page = watched.page;
    await page.goto('/flows/');
    await page.getByText('npm run citynerve -- signin').first().waitFor();
    await keepPicture(page, 'flows-sign-in-first');
    await openLink(page, link);
    await page.waitForURL('**/');
    await openEditor(page);
    expect(await page.title()).toContain('Test 测试');
    expect(await page.locator('#red-ui-header-button-user').count()).toBe(0);
    const first = page.locator('.red-ui-palette-category').first();
    await first.locator('.red-ui-palette-node[data-palette-type="citynerve-telemetry"]').waitFor();
    for (const type of OUR_NODES) {
      await first.locator(`.red-ui-palette-node[data-palette-type="${type}"]`).waitFor();
    }
    await page.waitForLoadState('networkidle');
    await keepPicture(page, 'flows-editor-wide-en');
  });

  testWith(['chromium'], 'a change that is deployed is saved, and who made it is written down', async () => {
    await page.evaluate(
      `RED.view.importNodes(${JSON.stringify(functionFlow('counted', 'return msg;'))}, { generateIds: false, addFlow: false })`,
    );
    await eventually(async () => expect(await page.evaluate('RED.nodes.dirty()')).toBe(true));
    await deployInEditor(page);
    const flows = await operator.flows();
    expect(flows.some(({ label }) => label === 'counted')).toBe(true);
    const audit = readFileSync(join(city.folder.flows, 'audit.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(audit.at(-1)).toMatchObject({ event: 'flows.set', user: USER });
  });

  testWith(
    ['chromium', 'mosquitto_sub', 'mosquitto_pub'],
    'the example tells of a flood, in the words that an operator gave it',
    async () => {
      const flows = await operator.flows();
      expect(flows.filter(({ type, disabled }) => type === 'tab' && !disabled).length).toBeGreaterThanOrEqual(2);
      // An alert that is open when a node first listens is not new.
      await listens(page);
      const first = notices(city);
      await first.listening;
      await publish(city, 'flood-1', '{"values":{"depth":55}}');
      const notice = await first.next();
      expect(notice.topic).toMatch(/^city\/v1\/notices\/./);
      expect(notice.body).toMatchObject({
        origin: 'citynerve-flows',
        about: { zoneId: 'underpass', scenarioId: 'waterlogging' },
      });
      await changeText(page, 'Send the pumps. 请派水泵。');
      await deployInEditor(page);
      await listens(page);
      const second = notices(city);
      await second.listening;
      await publish(city, 'flood-2', '{"values":{"depth":80}}');
      const changed = await second.next();
      expect(JSON.stringify(changed.body)).toContain('Send the pumps. 请派水泵。');
      await eventually(async () => expect(await page.locator('.red-ui-notification:visible').count()).toBe(0));
      await keepPicture(page, 'flows-deployed-wide-en');
      expect(watched.strayRequests.filter((url) => !url.startsWith(operator.origin.replace('http', 'ws')))).toEqual([]);
      // Errors of the editor only: the city's page is not built here, and was opened without a session first.
      const isElsewhere = (text: string) => /^Failed to load resource: .*(\b401\b|favicon\.ico$|:\d+\/$)/.test(text);
      expect(watched.errors.filter((text) => !isElsewhere(text))).toEqual([]);
    },
  );

  testWith(['chromium'], 'a Chinese browser gets it in Chinese', async () => {
    const link = city.running.signinUrl('王');
    const chinese = await watchedPage(browser, new URL(link).origin, 'zh-CN');
    await openLink(chinese.page, link);
    await chinese.page.waitForURL('**/');
    await openEditor(chinese.page);
    await chinese.page.locator('#red-ui-header-button-deploy', { hasText: '部署' }).waitFor();
    await chinese.page
      .locator(`.red-ui-palette-node[data-palette-type="${OUR_NODES[0]}"]`, { hasText: '遥测' })
      .waitFor();
    await chinese.page.waitForLoadState('networkidle');
    await keepPicture(chinese.page, 'flows-editor-wide-zh');
    await chinese.page.context().close();
  });
});

describe('a flow that never ends', () => {
  let city: TestCity;
  let operator: FlowsOperator;
  let load: ChildProcess;

  beforeAll(async () => {
    city = await startTestCity({ settings: ON, devices: LOAD_DEVICES.map((id) => testDevice(id, 'drain-level')) });
    await flowsAreUp(city);
    operator = await signInToFlows(city, USER);
  });
  afterAll(async () => {
    load?.kill();
    await city?.close();
  });

  test('is killed and restarted, and none of 500 devices is affected', async () => {
    const before = city.running.supervisor.pids();
    await operator.deploy(functionFlow('endless', 'while (true) {}'));
    load = fork(fileURLToPath(new URL('../bench/device-load.ts', import.meta.url)), [], {
      execArgv: ['--import', 'tsx'],
    });
    const running = said<'running'>(load);
    const tokens = Object.fromEntries(LOAD_DEVICES.map((id) => [id, city.token(id)]));
    load.send({ port: city.running.mqttPort, tokens, everyMillis: 1_000 });
    await running;
    const began = Date.now();
    await pass(8_000);

    const loopAt = Date.now();
    await operator.inject('endless-go');
    await eventually(() => expect(flowsPid(city)).not.toBe(before['flows']));
    await flowsAreUp(city);
    const endedAt = Date.now();
    await pass(8_000);

    const reported = said<LoadReport>(load);
    load.send('stop');
    const { sent, pubacks } = await reported;
    const p99 = (from: number, until: number): string => {
      const millis = pubacks
        .filter(([at]) => at >= from && at < until)
        .map(([, one]) => one)
        .sort((a, b) => a - b);
      return `${(millis[Math.floor(millis.length * 0.99)] ?? Number.NaN).toFixed(1)} ms of ${millis.length}`;
    };
    process.stdout.write(
      `PUBACK p99 of 500 devices: before ${p99(began, loopAt)}, while a flow never ends ${p99(loopAt, endedAt)} ` +
        `(${((endedAt - loopAt) / 1000).toFixed(1)} s), after ${p99(endedAt, Number.POSITIVE_INFINITY)}\n`,
    );

    const after = city.running.supervisor.pids();
    expect([after['gateway'], after['brain']]).toEqual([before['gateway'], before['brain']]);
    expect(pubacks.length).toBe(sent);
    await city.folded();
    const ledger = await eventually(async () => {
      const totals = await city.ledger();
      expect(totals.values.acceptedOnTime + totals.values.acceptedLate).toBe(sent);
      return totals;
    });
    expect([messageDifference(ledger), valueDifference(ledger)]).toEqual([0, 0]);
    expect(ledger.messages.received).toBe(sent);
  });

  testWith(
    ['chromium'],
    'is ended too where it begins in a callback; after three times it is shown and not run, until somebody deploys',
    async () => {
      await operator.deploy(
        functionFlow('later', 'setTimeout(() => { while (true) {} }, 1); return null;', { timeout: 1 }),
      );
      for (let times = 0; times < 3; times += 1) {
        const pid = flowsPid(city);
        await operator.inject('later-go');
        await eventually(() => expect(flowsPid(city)).not.toBe(pid));
        await flowsAreUp(city);
      }
      const safe = flowsPid(city);
      expect((await operator.ask('inject/later-go', { method: 'POST' })).status).toBe(404);
      expect((await operator.flows()).some(({ id }) => id === 'later-run')).toBe(true);
      expect(readFileSync(`/proc/${safe}/cmdline`, 'utf8')).toContain('--safe');
      const browser = await startBrowser();
      for (const [locale, words] of [
        ['en-GB', 'safe mode'],
        ['zh-CN', '安全模式'],
      ] as const) {
        const link = city.running.signinUrl(USER);
        const { page } = await watchedPage(browser, new URL(link).origin, locale);
        await openLink(page, link);
        await page.waitForURL('**/');
        await openEditor(page);
        await page.locator('.red-ui-notification', { hasText: words }).first().waitFor();
        await keepPicture(page, `flows-safe-wide-${locale.slice(0, 2)}`);
      }
      await browser.close();
      await operator.deploy(functionFlow('mended', 'return msg;'));
      expect(await operator.inject('mended-go')).toBe(200);
      expect(flowsPid(city)).toBe(safe);
      process.kill(safe ?? Number.NaN, 'SIGKILL');
      await eventually(() => expect(flowsPid(city)).not.toBe(safe));
      await flowsAreUp(city);
      expect(readFileSync(`/proc/${flowsPid(city)}/cmdline`, 'utf8')).not.toContain('--safe');
    },
  );

  test('with a time limit is stopped by Node-RED itself, without a restart', async () => {
    const pid = flowsPid(city);
    await operator.deploy(functionFlow('limited', 'while (true) {}', { timeout: 1 }));
    expect(await operator.inject('limited-go')).toBe(200);
    expect(await operator.inject('limited-go')).toBe(200);
    expect(flowsPid(city)).toBe(pid);
  });
});

const pass = (millis: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, millis));
const said = <T>(child: ChildProcess): Promise<T> =>
  new Promise((resolve) => child.once('message', (message) => resolve(message as T)));

/** Status of a WebSocket handshake: 101, or that of the refusal. */
function handshake(url: string, headers: Record<string, string>): Promise<number | undefined> {
  return new Promise((resolve) => {
    const socket = new WebSocket(url, { headers });
    socket.on('unexpected-response', (_request, response) => resolve(response.statusCode));
    socket.on('error', () => {});
    socket.on('open', () => {
      socket.close();
      resolve(101);
    });
  });
}

async function deployInEditor(page: Page): Promise<void> {
  // Statuses shown from now on are those of the deployed nodes.
  await page.evaluate('RED.nodes.eachNode((node) => { node.status = {}; })');
  await page.locator('#red-ui-header-button-deploy').click();
  await eventually(async () => expect(await page.evaluate('RED.nodes.dirty()')).toBe(false));
}

/** Resolves when the alert node of the example is connected. */
const listens = (page: Page) =>
  eventually(async () => expect(await page.evaluate(statusOf('citynerve-alert'))).toBe('connected'));

/** Script for the page: the status under the first node of a type. */
const statusOf = (type: string): string => `(() => {
  let text = null;
  RED.nodes.eachNode((node) => { if (node.type === '${type}') text ??= node.status?.text ?? null; });
  return text;
})()`;

/** Opens the notice node of the waterlogging example in the editor and gives it another text. */
async function changeText(page: Page, text: string): Promise<void> {
  await page.evaluate(`{
    let found = null;
    RED.nodes.eachNode((node) => { if (node.type === 'citynerve-notice' && node.notice === 'waterlogging') found = node; });
    RED.workspaces.show(found.z);
    RED.editor.edit(found);
  }`);
  await page.locator('#node-input-text').waitFor();
  await page.locator('#node-input-text').fill(text);
  await page.locator('#node-dialog-ok').click();
  await eventually(async () => expect(await page.evaluate('RED.nodes.dirty()')).toBe(true));
}

const as = (city: TestCity, name: string, clientId = name): readonly string[] => [
  ...['-h', '127.0.0.1', '-p', `${city.running.mqttPort}`],
  ...['-i', clientId, '-u', name, '-P', city.token(name)],
];

async function publish(city: TestCity, id: string, payload: string): Promise<void> {
  const topic = `city/v1/devices/${id}/telemetry`;
  await run(PROGRAMS.mosquitto_pub, [...as(city, id), '-q', '1', '-t', topic, '-m', payload]);
}

interface Notice {
  readonly topic: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** mosquitto_sub with the operator's token, which receives one notice. */
function notices(city: TestCity) {
  const listening = Promise.withResolvers<void>();
  const heard = Promise.withResolvers<Notice>();
  const asked = ['-q', '1', '-d', '-C', '1', '-W', '60', '-F', 'NOTICE %t %p', '-t', 'city/v1/notices/#'];
  // Into a pipe it would buffer its output until it ends.
  const child = spawn('stdbuf', ['-oL', PROGRAMS.mosquitto_sub, ...as(city, 'operator', 'operator:journey'), ...asked]);
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
    if (text.includes('SUBACK')) listening.resolve();
    const [, topic, body] = /^NOTICE (\S+) (.*)$/m.exec(text) ?? [];
    if (topic && body && text.endsWith('\n')) heard.resolve({ topic, body: JSON.parse(body) });
  });
  child.once('exit', () => heard.reject(new Error(`no notice came: ${text}`)));
  heard.promise.catch(() => {});
  return { listening: listening.promise, next: () => heard.promise };
}
