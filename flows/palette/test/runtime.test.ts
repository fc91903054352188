import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openStubCity, type StubCity } from './stub-city.ts';

/** Node-RED as it is embedded; its types know fewer settings than it does. */
const RED: {
  readonly httpAdmin: RequestListener;
  init(server: Server, settings: object): void;
  start(): Promise<void>;
  stop(): Promise<void>;
} = createRequire(import.meta.url)('node-red');
const palette = fileURLToPath(new URL('..', import.meta.url));
const root = join(palette, '..', '..');
const PATIENCE = { timeout: 15_000 };
/** A node of an example; only these keys are looked at. */
interface FlowNode {
  readonly id: string;
  readonly type: string;
  readonly name?: string;
  readonly func?: string;
  readonly wires?: readonly (readonly string[])[];
  readonly x?: number;
  readonly y?: number;
}
const EXAMPLES: readonly (readonly [name: string, nodes: readonly FlowNode[]])[] = readdirSync(
  join(palette, 'examples'),
).map((name) => [name, JSON.parse(readFileSync(join(palette, 'examples', name), 'utf8'))]);
const OUR_TYPES = Object.keys(
  JSON.parse(readFileSync(join(palette, 'package.json'), 'utf8'))['node-red'].nodes as object,
);

describe.each(EXAMPLES)('example %s', (_, nodes) => {
  test('is tidy: every wire ends at a node, and no two nodes overlap', () => {
    const ids = new Set(nodes.map(({ id }) => id));
    expect(nodes.flatMap(({ wires = [] }) => wires.flat()).filter((id) => !ids.has(id))).toEqual([]);
    const places = nodes.filter(({ x }) => x !== undefined).map(({ x, y }) => `${x},${y}`);
    expect(new Set(places).size).toBe(places.length);
    expect(nodes.filter(({ type }) => type === 'comment')).toHaveLength(1);
  });
});

test('the share of bad readings decays slowly, for each provider apart', () => {
  const source = EXAMPLES.flatMap(([, nodes]) => nodes).find(({ func }) => func?.includes('badShare'))?.func ?? '';
  const kept = new Map<string, unknown>();
  const context = { get: (key: string) => kept.get(key), set: (key: string, value: unknown) => kept.set(key, value) };
  const run = new Function('msg', 'context', source);
  const share = (provider: string, level: string): number =>
    run({ device: { provider }, reading: { quality: { level } } }, context).badShare;
  for (let count = 0; count < 34; count += 1) share('haiyu', 'bad');
  expect(share('haiyu', 'good')).toBeLessThan(0.5);
  for (let count = 0; count < 3; count += 1) share('haiyu', 'bad');
  expect(share('haiyu', 'bad')).toBeGreaterThan(0.5);
  expect(share('yunhe', 'good')).toBe(0);
});

describe('the built package in the real Node-RED', () => {
  let city: StubCity;
  let folder: string;
  let url: string;
  const server = createServer();
  const warnings: string[] = [];

  beforeAll(async () => {
    city = await openStubCity();
    folder = mkdtempSync(join(tmpdir(), 'citynerve-palette-'));
    // As npm would install it: the manifest, what was built, the examples, and `mqtt` within reach.
    const installed = join(folder, 'palette');
    mkdirSync(installed);
    const build = spawnSync(process.execPath, ['--import', 'tsx', join(palette, 'build.ts'), installed], { cwd: root });
    expect(String(build.stderr)).toBe('');
    for (const name of ['package.json', 'examples', 'load-node.cjs'])
      cpSync(join(palette, name), join(installed, name), { recursive: true });
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
    const flows = new Map(EXAMPLES.flatMap(([, nodes]) => nodes).map((node) => [node.id, node]));
    // Ten minutes without readings are shortened; everything else is as installed.
    const quick = [...flows.values()].map((node) =>
      node.type === 'trigger' ? { ...node, duration: '20', units: 'ms' } : node,
    );
    writeFileSync(join(folder, 'flows.json'), JSON.stringify(quick));
    RED.init(server, {
      userDir: folder,
      flowFile: 'flows.json',
      credentialSecret: 'for the test',
      httpNodeRoot: false,
      nodesDir: [installed],
      citynerve: city.settings,
      contextStorage: { default: 'memory', memory: { module: 'memory' } },
      editorTheme: { projects: { enabled: false } },
      logging: {
        test: {
          level: 'warn',
          metrics: false,
          audit: false,
          handler:
            () =>
            ({ msg }: { msg: unknown }) =>
              warnings.push(String(msg)),
        },
      },
    });
    server.on('request', RED.httpAdmin);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await RED.start();
  });
  afterAll(async () => {
    await RED.stop();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await city.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const ask = async (path: string, headers: Record<string, string> = {}) => await fetch(url + path, { headers });

  test('is loaded without an error, and the examples hold only its nodes and core nodes', async () => {
    const answer = await ask('/nodes', { accept: 'application/json' });
    const sets: readonly { module: string; types: string[]; enabled: boolean; err?: string }[] = JSON.parse(
      await answer.text(),
    );
    const ours = sets.filter(({ module }) => module === '@citynerve/node-red-citynerve');
    expect(ours.flatMap(({ types }) => types).sort()).toEqual([...OUR_TYPES].sort());
    expect(ours.map(({ enabled, err }) => [enabled, err])).toEqual(ours.map(() => [true, undefined]));
    const core = new Set(sets.filter(({ module }) => module === 'node-red').flatMap(({ types }) => types));
    const used = EXAMPLES.flatMap(([, nodes]) => nodes).map(({ type }) => type);
    expect(used.filter((type) => !core.has(type) && !OUR_TYPES.includes(type) && type !== 'tab')).toEqual([]);
    // Node-RED logs this for every new folder.
    const usual = /^Projects disabled|^Encrypted credentials not found/;
    expect(warnings.filter((line) => !usual.test(line))).toEqual([]);
  });

  test.each([
    ['en-US', 'telemetry', 'Sends one message for each reading'],
    ['zh-CN', '遥测', '城市每来一条读数'],
  ])('speaks %s to the editor', async (language, label, help) => {
    const catalogue = await ask(`/locales/@citynerve/node-red-citynerve/citynerve-telemetry?lng=${language}`);
    expect(await catalogue.json()).toMatchObject({ 'citynerve-telemetry': { palette: label } });
    const pages = await ask('/nodes', { accept: 'text/html', 'accept-language': language });
    const text = await pages.text();
    expect(text).toContain(help);
    expect(text).toContain('data-template-name="citynerve-notice"');
    const icon = await ask('/icons/@citynerve/node-red-citynerve/citynerve-alert.svg');
    expect(icon.headers.get('content-type')).toContain('svg');
  });

  test('offers the examples', async () => {
    const all = await (await ask('/library/examples/flows/@citynerve/node-red-citynerve/')).text();
    for (const [name] of EXAMPLES) expect(all).toContain(name.replace('.json', ''));
  });

  test('the examples work: waterlogging opens, a provider falls silent', async () => {
    // All alerts, and those of waterlogging.
    await city.subscribed(2);
    await city.streamsOpened(1);
    await city.publishAlert({
      id: 'waterlogging/cell-1@1',
      revision: 1,
      scenarioId: 'waterlogging',
      zoneId: 'cell-1',
      status: 'open',
      severity: 'warn',
      title: { en: 'Waterlogging: Cell', zh: '暴雨内涝：网格' },
      history: [{ at: city.stored.cityTime, change: 'raised', severity: 'warn' }],
    } as Parameters<StubCity['publishAlert']>[0]);
    expect(await city.nextNotice()).toMatchObject({
      topic: 'city/v1/notices/waterlogging',
      payload: { severity: 'warn', text: 'Waterlogging: Cell: new alert, warning · 暴雨内涝：网格' },
    });
    city.stream([
      {
        deviceId: 'rain-1',
        channel: 'rain',
        property: 'rain.depth',
        zoneId: 'cell-1',
        observedAt: 1,
        receivedAt: 1,
        value: 0,
        offset: 1,
      },
    ]);
    expect(await city.nextNotice()).toMatchObject({
      topic: 'city/v1/notices/provider-silent',
      payload: {
        severity: 'warn',
        text: expect.stringContaining('Provider yunhe: silent or mostly bad'),
        about: { deviceId: 'rain-1' },
      },
    });
  });

  test('the examples work: the newest alert is acknowledged, and history is asked for it and by a button', async () => {
    const press = async (tab: string, name: string) => {
      const nodes = EXAMPLES.find(([file]) => file === tab)?.[1] ?? [];
      const { id } = nodes.find((node) => node.type === 'inject' && node.name?.startsWith(name)) ?? {};
      expect((await fetch(`${url}/inject/${id}`, { method: 'POST' })).status).toBe(200);
    };
    await press('acknowledge-alert.json', 'acknowledge');
    const note = 'Taken over by the control room · 控制室已接手';
    await expect.poll(() => city.acknowledged, PATIENCE).toEqual([{ alertId: 'waterlogging/cell-1@1', note }]);
    await press('history.json', 'rain of a day');
    await expect
      .poll(() => city.questions, PATIENCE)
      .toMatchObject([
        { property: 'road.flood_depth', zone: 'cell-1', function: 'max', stepSeconds: '300' },
        { property: 'rain.depth', stepSeconds: '3600' },
      ]);
  });

  test.each([
    ['en-US', 'The city refuses the API token: open the city in the editor'],
    ['zh-CN', '城市拒绝此 API 令牌'],
  ])('has the texts that nodes share in %s', async (language, text) => {
    const catalogue = await ask(`/locales/@citynerve/node-red-citynerve/citynerve-city?lng=${language}`);
    expect(await catalogue.text()).toContain(text);
  });
});
