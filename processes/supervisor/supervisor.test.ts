// Above 300 lines: one list of what a supervisor does with roles that end, hang or never start, each case short.
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import pino from 'pino';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createCrashLoopDetector } from './crash-loop-detector.ts';
import { createHeartbeat } from './heartbeat.ts';
import type { RoleSpec } from './role-spec.ts';
import { createSupervisor } from './supervisor.ts';

/** A role that writes to the test's socket when it begins and when it gets SIGTERM. */
const ROLE = `
import { connect } from 'node:net';
const [name] = process.argv.slice(2);
const test = connect(Number(process.env.TEST_PORT), '127.0.0.1', () => {
  test.write(name + ' begins\\n');
  process.send({ type: 'ready', role: name, pid: process.pid });
});
process.on('SIGTERM', () => test.end(name + ' ends\\n', () => process.exit(0)));
`;

/** A role that sends heartbeats and then, unless it is started in safe mode, hangs for ever. */
const STUCK = `
import { connect } from 'node:net';
const [name, safe] = process.argv.slice(2);
process.send({ type: 'alive' });
const say = setInterval(() => process.send({ type: 'alive' }), 20);
const test = connect(Number(process.env.TEST_PORT), '127.0.0.1', () => {
  test.write(name + (safe ? ' begins ' + safe : ' begins') + '\\n', () => {
    process.send({ type: 'ready', role: name }, () => {
      if (!safe) while (true);
      if (process.env.REPAIR) process.send({ type: 'repaired' }, () => process.exit(1));
    });
  });
});
process.on('SIGTERM', () => process.exit(0));
`;

/**
 * A role that writes to the test's socket the message that it was sent, a variable of its environment, and its flags.
 */
const ECHO = `
import { connect } from 'node:net';
const test = connect(Number(process.env.TEST_PORT), '127.0.0.1');
process.on('message', ({ word }) => {
  test.write([word, process.env.SECRET ?? 'no secret', process.execArgv.join(' ')].join(', ') + '\\n');
  process.send({ type: 'ready', word });
});
process.on('SIGTERM', () => process.exit(0));
`;

/** A role that is killed three times before it is ready; it counts in a file beside its own. */
const DIES_THREE_TIMES = `
import { appendFileSync, readFileSync } from 'node:fs';
const file = process.argv[1] + '.starts';
appendFileSync(file, '.');
if (readFileSync(file).length < 4) process.kill(process.pid, 'SIGKILL');
process.send({ type: 'ready', role: 'brain' });
process.on('SIGTERM', () => process.exit(0));
`;

/** A role that ends because of a wrong setting. */
const MISCONFIGURED = 'process.exit(2);';

const HANGS_SOON: Pick<RoleSpec, 'watch' | 'safeStart'> = {
  watch: { silentMillis: 500, loadingMillis: 60_000, loadsUntil: 'first-message' },
  safeStart: { afterCrashes: 2, argument: '--safe' },
};

async function stage() {
  const folder = mkdtempSync(join(tmpdir(), 'citynerve-test-'));
  const received: string[] = [];
  const watchers = new Set<() => void>();
  const server = createServer((socket) => {
    socket.on('error', () => {}); // The connection of a killed role is reset.
    createInterface({ input: socket })
      .on('line', (line) => {
        received.push(line);
        for (const watcher of [...watchers]) watcher();
      })
      .on('error', () => {});
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const warnings: Record<string, unknown>[] = [];
  const TEST_PORT = `${(server.address() as AddressInfo).port}`;
  const supervisor = createSupervisor({
    log: pino({ level: 'warn' }, { write: (line: string) => void warnings.push(JSON.parse(line)) }),
    environment: { ...process.env, SECRET: 'of the gateway', TEST_PORT },
  });
  onTestFinished(async () => {
    await supervisor.close();
    server.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    supervisor,
    TEST_PORT,
    received,
    warnings,
    role(name: string, script = ROLE): RoleSpec {
      const path = join(folder, `${name}.mjs`);
      writeFileSync(path, script);
      return { name, file: pathToFileURL(path).href, args: [name] };
    },
    /** Resolves once the line has been received so many times. */
    receives: (line: string, times: number) =>
      new Promise<void>((resolve) => {
        const look = () => {
          if (received.filter((candidate) => candidate === line).length < times) return;
          watchers.delete(look);
          resolve();
        };
        watchers.add(look);
        look();
      }),
  };
}

describe('the supervisor', () => {
  test('resolves with the ready message of a role', async () => {
    const { supervisor, role } = await stage();
    const ready = await supervisor.start(role('gateway'));
    expect(ready).toMatchObject({ role: 'gateway', pid: supervisor.pids()['gateway'] });
  });

  test('starts a role that crashed again, logs it, and does not touch another role', async () => {
    const { supervisor, role, receives, received, warnings } = await stage();
    await supervisor.start(role('gateway'));
    await receives('gateway begins', 1);
    await supervisor.start(role('brain'));
    await receives('brain begins', 1);
    const before = supervisor.pids();
    process.kill(before['brain'] ?? Number.NaN, 'SIGKILL');
    await receives('brain begins', 2);
    const after = supervisor.pids();
    expect(after['gateway']).toBe(before['gateway']);
    expect(after['brain']).not.toBe(before['brain']);
    expect(warnings).toMatchObject([{ role: 'brain', ending: 'SIGKILL' }]);
    expect(received).toEqual(['gateway begins', 'brain begins', 'brain begins']);
  });

  test('ends the roles one after the other, last started first, and starts none of them again', async () => {
    const { supervisor, role, received, receives, warnings } = await stage();
    for (const name of ['gateway', 'brain', 'simulation']) {
      await supervisor.start(role(name));
      await receives(`${name} begins`, 1); // Comes another way than the word that it is ready.
    }
    received.length = 0;
    await supervisor.close();
    await receives('gateway ends', 1);
    expect(received).toEqual(['simulation ends', 'brain ends', 'gateway ends']);
    expect(supervisor.pids()).toEqual({});
    expect(warnings).toEqual([]);
  });

  test('sends a role its own message, and gives it only its own environment', async () => {
    const { supervisor, role, received, receives, TEST_PORT } = await stage();
    const changes: unknown[] = [];
    supervisor.keep({
      ...role('flows', ECHO),
      execArgv: ['--max-old-space-size=64'],
      environment: { TEST_PORT },
      introduce: () => ({ word: 'psst' }),
      onChange: (ready) => changes.push(ready?.['word'] ?? null),
    });
    await receives('psst, no secret, --max-old-space-size=64', 1);
    expect(received).toHaveLength(1);
    await supervisor.close();
    expect(changes.at(-1)).toBeNull();
  });

  test('kills a role whose main loop hangs, and in a crash loop starts it in safe mode', async () => {
    const { supervisor, role, receives, received, warnings } = await stage();
    await supervisor.start(role('gateway'));
    await receives('gateway begins', 1);
    const { gateway } = supervisor.pids();
    supervisor.keep({ ...role('flows', STUCK), ...HANGS_SOON });
    await receives('flows begins --safe', 1);
    expect(received).toEqual(['gateway begins', 'flows begins', 'flows begins', 'flows begins --safe']);
    const stuck = {
      role: 'flows',
      ending: 'SIGKILL',
      reason: expect.stringContaining('its main loop did not answer for 0.5 s'),
    };
    expect(warnings).toMatchObject([
      stuck,
      stuck,
      { role: 'flows', crashes: 2, msg: expect.stringContaining('safe mode') },
    ]);
    expect(supervisor.pids()['gateway']).toBe(gateway);
  });

  test('starts a role without safe mode after it was repaired', async () => {
    const { supervisor, role, receives, received, TEST_PORT } = await stage();
    supervisor.keep({ ...role('flows', STUCK), ...HANGS_SOON, environment: { TEST_PORT, REPAIR: '1' } });
    await receives('flows begins', 3);
    expect(received).toEqual(['flows begins', 'flows begins', 'flows begins --safe', 'flows begins']);
  });

  test('kills a role that hangs also while the supervisor is being closed', async () => {
    const { supervisor, role, receives } = await stage();
    supervisor.keep({ ...role('flows', STUCK), ...HANGS_SOON, safeStart: { afterCrashes: 99, argument: '--safe' } });
    await receives('flows begins', 1);
    await supervisor.close();
    expect(supervisor.pids()).toEqual({});
  });

  test('starts an optional role again also when a wrong setting ends it', async () => {
    const { supervisor, role, warnings } = await stage();
    const again = Promise.withResolvers<void>();
    let endings = 0;
    const onChange = () => ++endings === 2 && again.resolve();
    supervisor.keep({ ...role('flows', MISCONFIGURED), onChange });
    await again.promise;
    expect(warnings[0]).toMatchObject({ role: 'flows', ending: 2 });
  });

  test('starts a role that is killed before it was ready again with growing back-off, until it is ready', async () => {
    const { supervisor, role, warnings } = await stage();
    const ready = await supervisor.start(role('brain', DIES_THREE_TIMES));
    expect(ready).toMatchObject({ role: 'brain' });
    expect(warnings.map(({ ending, waitMillis }) => [ending, waitMillis])).toEqual([
      ['SIGKILL', 200],
      ['SIGKILL', 400],
      ['SIGKILL', 800],
    ]);
  });

  test('when closed while a role is starting, rejects that start and starts no role any more', async () => {
    const { supervisor, role } = await stage();
    const starting = supervisor.start(role('gateway', 'setInterval(() => {}, 60_000);'));
    const refused = expect(starting).rejects.toThrow('gateway was ended before it was ready');
    await supervisor.close();
    await refused;
    await expect(supervisor.start(role('brain'))).rejects.toThrow('brain was ended before it was ready');
    expect(supervisor.pids()).toEqual({});
  });

  test('does not start a role again that a wrong setting has ended', async () => {
    const { supervisor, role, warnings } = await stage();
    await expect(supervisor.start(role('gateway', MISCONFIGURED))).rejects.toThrow(
      'gateway: did not start; the line above says why',
    );
    expect(warnings).toEqual([]);
  });
});

describe('a heartbeat', () => {
  function listen() {
    let at = 0;
    const heartbeat = createHeartbeat({ now: () => at, silentMillis: 15_000, loadingMillis: 120_000 });
    return {
      ...heartbeat,
      /** Checks every second and a half, as the supervisor does. */
      isSilentAfter(millis: number): boolean {
        let isSilent = false;
        for (const until = at + millis; at < until && !isSilent; ) {
          at += 1_500;
          isSilent = heartbeat.isSilent();
        }
        return isSilent;
      },
      sleep: (millis: number) => {
        at += millis;
      },
    };
  }

  test('a role that loads for long is not silent as long as it sends messages', () => {
    const { received, loaded, isSilentAfter } = listen();
    for (let minute = 0; minute < 10; minute += 1) {
      expect(isSilentAfter(60_000)).toBe(false);
      received();
    }
    loaded();
    expect(isSilentAfter(15_000)).toBe(false);
    expect(isSilentAfter(1_500)).toBe(true);
  });

  test('a role that sends no message while it loads is silent after 120 s', () => {
    expect(listen().isSilentAfter(120_000)).toBe(false);
    expect(listen().isSilentAfter(121_500)).toBe(true);
  });

  test('time in which the machine was suspended does not count', () => {
    const { loaded, isSilentAfter, sleep, isSilent } = listen();
    loaded();
    sleep(3_600_000);
    expect(isSilent()).toBe(false);
    expect(isSilentAfter(15_000)).toBe(false);
    expect(isSilentAfter(1_500)).toBe(true);
  });
});

describe('the crash-loop detector', () => {
  test('counts crashes in a row, and a minute of being ready starts the count again', () => {
    const crashLoop = createCrashLoopDetector({ limit: 3, stableMillis: 60_000 });
    for (const readyMillis of [100, 100, 60_000, 100]) crashLoop.ended(readyMillis);
    expect(crashLoop.isLooping).toBe(false);
    crashLoop.ended(100);
    expect(crashLoop.isLooping).toBe(true);
  });

  test('a crash loop is ended by a repair, not by time', () => {
    const crashLoop = createCrashLoopDetector({ limit: 1, stableMillis: 60_000 });
    crashLoop.ended(0);
    crashLoop.ended(3_600_000);
    expect(crashLoop.isLooping).toBe(true);
    crashLoop.repaired();
    expect(crashLoop.isLooping).toBe(false);
  });
});
