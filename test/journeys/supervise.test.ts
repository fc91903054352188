import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import pino from 'pino';
import { afterEach, describe, expect, onTestFinished, test } from 'vitest';
import { dataFolder } from '../../city/data-folder.ts';
import { EMPTY_CITY } from '../../city/empty-city.ts';
import { SAMPLE_CITY_YAML } from '../../city/sample-city-yaml.ts';
import { writeCity } from '../../city/write-city.ts';
import { eventually } from '../harness/eventually.ts';
import { FREE_PORTS, startTestCity, type TestCity, testDevice } from '../harness/test-city.ts';

const MAIN = fileURLToPath(new URL('../../main.ts', import.meta.url));
const DEVICE = 'drain-1';

/** Preloaded into a role: ends it `FAULTS` times with `FAULT` (an exit code or a signal) before it is ready. */
const FAULTY = `
import { appendFileSync, readFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';
if (isMainThread && process.argv[1]?.endsWith(process.env.FAULTY_ROLE + '.ts')) {
  const file = new URL('./starts', import.meta.url);
  appendFileSync(file, '.');
  if (readFileSync(file).length <= Number(process.env.FAULTS)) {
    if (process.env.FAULT === 'SIGKILL') process.kill(process.pid, 'SIGKILL');
    process.exit(Number(process.env.FAULT));
  }
}
`;

/** The environment of a city of which one role ends several times before it is ready. */
function faulty(role: 'gateway' | 'brain', fault: string, times: number): NodeJS.ProcessEnv {
  const folder = temporaryFolder();
  const file = join(folder, 'faulty.mjs');
  writeFileSync(file, FAULTY);
  return {
    NODE_OPTIONS: `--import ${pathToFileURL(file).href}`,
    FAULTY_ROLE: `${role}/${role}`,
    FAULT: fault,
    FAULTS: `${times}`,
  };
}

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'citynerve-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A city as `citynerve init` makes it. */
function initialised(): string {
  const folder = dataFolder(join(temporaryFolder(), 'city'));
  writeCity(folder, { yaml: SAMPLE_CITY_YAML, ...EMPTY_CITY });
  return folder.root;
}

/** Log records of the supervisor. */
function listen() {
  const lines: Record<string, unknown>[] = [];
  return { lines, log: pino({ level: 'warn' }, { write: (line: string) => void lines.push(JSON.parse(line)) }) };
}

/** `npm start` as a process. */
function npmStart(root: string, environment: NodeJS.ProcessEnv = {}) {
  const child: ChildProcess = spawn(process.execPath, ['--import', 'tsx', MAIN, '--data', root], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...FREE_PORTS, CITYNERVE_FLOWS_IS_ON: 'false', ...environment },
  });
  const seen = { text: '' };
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (seen.text += chunk));
  const closed = once(child, 'close') as Promise<[number | null]>;
  onTestFinished(async () => {
    child.kill('SIGTERM');
    await closed;
  });
  return {
    says: (text: string) => eventually(() => expect(seen.text).toContain(text)),
    async ended(): Promise<{ code: number | null; text: string }> {
      const [code] = await closed;
      return { code, text: seen.text };
    },
    end() {
      child.kill('SIGTERM');
      return this.ended();
    },
  };
}

describe('a city whose roles end or hang', () => {
  let city: TestCity | null = null;
  afterEach(async () => {
    await city?.close();
    city = null;
  });

  test('a brain that is stopped (SIGSTOP) is replaced, and no message is missing', async () => {
    const { lines, log } = listen();
    city = await startTestCity({ devices: [testDevice(DEVICE, 'drain-level')], log });
    const here = city;
    const before = here.running.supervisor.pids();
    process.kill(before['brain'] ?? Number.NaN, 'SIGSTOP');
    const device = await here.connect(DEVICE);
    await device.publishAsync(`city/v1/devices/${DEVICE}/telemetry`, '{"values":{"level":1}}', { qos: 1 });
    await eventually(() => expect(lines).toHaveLength(1));
    expect(lines[0]).toMatchObject({
      role: 'brain',
      reason: expect.stringContaining('its main loop did not answer for 15 s'),
    });
    await eventually(() => here.folded());
    expect((await here.ledger(DEVICE)).messages.received).toBe(1);
    const after = here.running.supervisor.pids();
    expect([after['gateway'], after['brain'] === before['brain']]).toEqual([before['gateway'], false]);
  });

  test('a brain that crashes at each start is restarted with back-off, until it starts', async () => {
    const { lines, log } = listen();
    city = await startTestCity({ devices: [], log, environment: faulty('brain', '1', 4) });
    expect(lines.map(({ role, ending, waitMillis }) => [role, ending, waitMillis])).toEqual(
      [200, 400, 800, 1_600].map((waitMillis) => ['brain', 1, waitMillis]),
    );
    const here = city;
    await eventually(() => here.folded());
  });

  test.each(['gateway', 'brain'] as const)(
    'a %s that is killed before the first start is complete is started again',
    async (role) => {
      const { lines, log } = listen();
      city = await startTestCity({ devices: [], log, environment: faulty(role, 'SIGKILL', 1) });
      expect(lines).toMatchObject([{ role, ending: 'SIGKILL', waitMillis: 200 }]);
      await eventually(() => city?.folded());
    },
  );

  test('a supervisor.pid with the id of an unrelated process does not prevent a start', async () => {
    city = await startTestCity({
      devices: [],
      beforeStart: ({ supervisorLock }) => {
        mkdirSync(dirname(supervisorLock), { recursive: true });
        writeFileSync(supervisorLock, `${process.ppid}\n`);
      },
    });
    await eventually(() => city?.folded());
  });

  test('a second npm start on the same data ends with code 2, names the folder, and changes nothing', async () => {
    city = await startTestCity({ devices: [] });
    const { root } = city.folder;
    const { code, text } = await npmStart(root).ended();
    expect(text).toContain(`${root}: is already running as process ${process.pid}`);
    expect(code).toBe(2);
    await eventually(() => city?.folded());
  });
});

describe('npm start', () => {
  test('on a new city does not report that it is up again; the next start does', async () => {
    const root = initialised();
    const first = npmStart(root);
    await first.says('Ctrl-C ends it.');
    const { code, text } = await first.end();
    expect([code, text.includes('is new and up'), text.includes('is up again')]).toEqual([0, true, false]);
    const second = npmStart(root);
    await second.says('is up again with its data');
    expect((await second.end()).code).toBe(0);
  });

  test('whose third role finds its port in use closes the others, and names the port', async () => {
    const root = initialised();
    const neighbour = createServer();
    await once(neighbour.listen(0, '127.0.0.1'), 'listening');
    onTestFinished(() => void neighbour.close());
    const { port } = neighbour.address() as AddressInfo;
    const { code, text } = await npmStart(root, { CITYNERVE_API_PORT: `${port}` }).ended();
    expect(text).toContain(`port ${port} of 127.0.0.1 is in use`);
    expect(code).toBe(2);
    const after = npmStart(root);
    await after.says('Ctrl-C ends it.');
    expect((await after.end()).code).toBe(0);
  });

  test('that is ended while a role loads ends at once, with no process left', async () => {
    const root = initialised();
    const starting = npmStart(root, faulty('brain', '1', Number.MAX_SAFE_INTEGER));
    await starting.says('"role":"brain","ending":1');
    const { code, text } = await starting.end();
    expect([code, text.includes('Ctrl-C ends it.')]).toEqual([0, false]);
    const after = npmStart(root);
    await after.says('Ctrl-C ends it.');
    expect((await after.end()).code).toBe(0);
  });
});
