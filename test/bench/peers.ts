import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../harness/free-port.ts';
import { startInfluxd } from '../harness/influxd.ts';
import { nodeRedFlow } from './contestants/node-red-flow.ts';
import type { LoadReport } from './load-order.ts';
import { cpuMicros, residentMebibytes } from './process-use.ts';
import { startLoad } from './start-load.ts';

/** Cost of a contestant that is not Citynerve. */
export interface PeerRun {
  readonly report: LoadReport;
  /** Readings in its store at the end; null: it has no store. */
  readonly stored: number | null;
  readonly micros: Readonly<Record<string, number>>;
  readonly residentMebibytes: Readonly<Record<string, number>>;
}

export const MOSQUITTO = '/usr/sbin/mosquitto';
const DATABASE = 'bench';
const QUIET_MILLIS = 5_000;
/** Share of messages for warm-up, which do not count. */
export const WARM_UP_SHARE = 0.5;
const clientsOf = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ name: `bench-${index}`, token: '-' }));
const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Bare Aedes: no journal, no permissions, no store. */
export async function runBareAedes(messages: number, connections: number, window: number): Promise<PeerRun> {
  const child = fork(here('contestants/bare-aedes.ts'), { execArgv: process.execArgv });
  try {
    const [{ port }] = (await once(child, 'message')) as [{ port: number }];
    return await measure(
      { 'bare aedes': child.pid ?? 0 },
      { port, messages, connections, window, perSecond: null },
      null,
    );
  } finally {
    child.kill('SIGKILL');
  }
}

/** mosquitto and a script that writes each message with the client's defaults into a real influxd. */
export const runNaiveScript = (messages: number): Promise<PeerRun> =>
  withServers(async ({ mqttPort, mosquitto, influx }) => {
    const script = fork(here('contestants/naive-writer.ts'), [String(mqttPort), influx.url, DATABASE], {
      execArgv: process.execArgv,
    });
    try {
      await once(script, 'message');
      const pids = { mosquitto, script: script.pid ?? 0, influxd: influx.pid };
      return await measure(
        pids,
        { port: mqttPort, messages, connections: 50, window: 16, perSecond: 10_000 },
        influx.count,
      );
    } finally {
      script.kill('SIGKILL');
    }
  });

/** mosquitto and stock Node-RED, one write a message, at a rate that it takes without losing any. */
export const runNodeRed = (messages: number): Promise<PeerRun> =>
  withServers(async ({ mqttPort, mosquitto, influx }) => {
    const folder = mkdtempSync(join(tmpdir(), 'citynerve-node-red-'));
    writeFileSync(join(folder, 'flows.json'), JSON.stringify(nodeRedFlow(mqttPort, influx.url, DATABASE)));
    const uiPort = await freePort();
    writeFileSync(
      join(folder, 'settings.js'),
      `module.exports = { uiHost: '127.0.0.1', uiPort: ${uiPort}, flowFile: 'flows.json', logging: { console: { level: 'warn' } } };`,
    );
    const red = createRequire(import.meta.url).resolve('node-red/red.js');
    const child = spawn(process.execPath, [red, '--userDir', folder], { stdio: 'ignore' });
    try {
      await answers(uiPort);
      await subscribed(mqttPort, influx.count);
      const pids = { mosquitto, 'node-red': child.pid ?? 0, influxd: influx.pid };
      return await measure(
        pids,
        { port: mqttPort, messages, connections: 50, window: 16, perSecond: 1_500 },
        influx.count,
      );
    } finally {
      child.kill('SIGKILL');
      await once(child, 'exit');
      rmSync(folder, { recursive: true, force: true });
    }
  });

interface Servers {
  readonly mqttPort: number;
  readonly mosquitto: number;
  readonly influx: { readonly url: string; readonly pid: number; readonly count: () => Promise<number> };
}

async function withServers(run: (servers: Servers) => Promise<PeerRun>): Promise<PeerRun> {
  const folder = mkdtempSync(join(tmpdir(), 'citynerve-mosquitto-'));
  const mqttPort = await freePort();
  writeFileSync(
    join(folder, 'mosquitto.conf'),
    `listener ${mqttPort} 127.0.0.1\nallow_anonymous true\nmax_queued_messages 0\n`,
  );
  const mosquitto = spawn(MOSQUITTO, ['-c', join(folder, 'mosquitto.conf')], { stdio: 'ignore' });
  const influxd = await startInfluxd();
  try {
    await answers(mqttPort);
    await influxd.query('', `CREATE DATABASE ${DATABASE}`);
    const count = async (): Promise<number> => {
      const answer = JSON.parse(await influxd.query(DATABASE, 'SELECT COUNT(value) FROM level')) as Counted;
      return answer.results[0]?.series?.[0]?.values[0]?.[1] ?? 0;
    };
    const url = `http://${influxd.host}:${influxd.port}`;
    return await run({ mqttPort, mosquitto: mosquitto.pid ?? 0, influx: { url, pid: influxd.pid ?? 0, count } });
  } finally {
    mosquitto.kill('SIGKILL');
    await influxd.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Counted {
  readonly results: readonly {
    readonly series?: readonly { readonly values: readonly (readonly [number, number])[] }[];
  }[];
}

/** Publishes and waits until the store has everything, or stops growing. */
async function measure(
  pids: Readonly<Record<string, number>>,
  offered: {
    readonly port: number;
    readonly messages: number;
    readonly connections: number;
    readonly window: number;
    readonly perSecond: number | null;
  },
  count: (() => Promise<number>) | null,
): Promise<PeerRun> {
  const { connections, ...rest } = offered;
  const clients = clientsOf(connections);
  const order = { ...rest, clients, payload: 'json-1', qos: 1, perMinute: 60, clockToken: null } as const;
  // Warm-up, as for Citynerve: code is compiled in the first seconds.
  const warmUp = { ...order, messages: Math.round(rest.messages * WARM_UP_SHARE), from: Date.UTC(2026, 5, 1) };
  await (await startLoad(warmUp)).run();
  await settled(count, warmUp.messages);
  const load = await startLoad({ ...order, from: Date.UTC(2026, 6, 1) });
  const warm = count === null ? 0 : await count();
  const before = Object.values(pids).map(cpuMicros);
  const report = await load.run();
  const stored = count === null ? null : (await settled(count, warm + report.sent)) - warm;
  const names = Object.entries(pids);
  return {
    report,
    stored,
    micros: Object.fromEntries(
      names.map(([name, pid], index) => [name, (cpuMicros(pid) - (before[index] ?? 0)) / report.sent]),
    ),
    residentMebibytes: Object.fromEntries(names.map(([name, pid]) => [name, residentMebibytes(pid)])),
  };
}

/** Resolves with the number of readings when it reaches `wanted`, or stops growing. */
async function settled(count: (() => Promise<number>) | null, wanted: number): Promise<number> {
  if (count === null) return 0;
  let stored = await count();
  for (let quietSince = performance.now(); stored < wanted && performance.now() - quietSince < QUIET_MILLIS; ) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    const now = await count();
    if (now > stored) quietSince = performance.now();
    stored = now;
  }
  return stored;
}

/** Resolves when the port accepts connections. */
async function answers(port: number): Promise<void> {
  for (;;) {
    const socket = connect(port, '127.0.0.1');
    const isThere = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true));
      socket.once('error', () => resolve(false));
    });
    socket.destroy();
    if (isThere) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Node-RED listens before its flow has subscribed: publishes now and then until the first message is stored. */
async function subscribed(port: number, count: () => Promise<number>): Promise<void> {
  while ((await count()) === 0) {
    const load = await startLoad({
      port,
      clients: clientsOf(1),
      payload: 'json-1',
      qos: 1,
      perMinute: 1,
      window: 1,
      messages: 1,
      perSecond: null,
      from: Date.UTC(2020, 0, 1),
      clockToken: null,
    });
    await load.run();
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
