import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import pino from 'pino';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createSupervisor, type RoleSpec } from '../supervisor.ts';

/** A role that tells the test when it begins and when it is asked to end. */
const ROLE = `
import { connect } from 'node:net';
const [name] = process.argv.slice(2);
const test = connect(Number(process.env.TEST_PORT), '127.0.0.1', () => {
  test.write(name + ' begins\\n');
  process.send({ type: 'ready', role: name, pid: process.pid });
});
process.on('SIGTERM', () => test.end(name + ' ends\\n', () => process.exit(0)));
`;

/** A role that a wrong setting stops. */
const MISSET = 'process.exit(2);';

async function stage() {
  const folder = mkdtempSync(join(tmpdir(), 'citynerve-test-'));
  const heard: string[] = [];
  const watchers = new Set<() => void>();
  const server = createServer((socket) => {
    socket.on('error', () => {}); // A killed role leaves without a word.
    createInterface({ input: socket })
      .on('line', (line) => {
        heard.push(line);
        for (const watcher of [...watchers]) watcher();
      })
      .on('error', () => {});
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const warnings: Record<string, unknown>[] = [];
  const supervisor = createSupervisor({
    log: pino({ level: 'warn' }, { write: (line: string) => void warnings.push(JSON.parse(line)) }),
    environment: { ...process.env, TEST_PORT: `${(server.address() as AddressInfo).port}` },
  });
  onTestFinished(async () => {
    await supervisor.close();
    server.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    supervisor,
    heard,
    warnings,
    role(name: string, script = ROLE): RoleSpec {
      const path = join(folder, `${name}.mjs`);
      writeFileSync(path, script);
      return { name, file: pathToFileURL(path).href, args: [name] };
    },
    /** Resolves once so many such lines have been heard. */
    hears: (line: string, times: number) =>
      new Promise<void>((resolve) => {
        const look = () => {
          if (heard.filter((candidate) => candidate === line).length < times) return;
          watchers.delete(look);
          resolve();
        };
        watchers.add(look);
        look();
      }),
  };
}

describe('the supervisor', () => {
  test('says what a role said of itself when it was up', async () => {
    const { supervisor, role } = await stage();
    const ready = await supervisor.start(role('gateway'));
    expect(ready).toMatchObject({ role: 'gateway', pid: supervisor.pids()['gateway'] });
  });

  test('starts a role that dies again, says so, and leaves its neighbour alone', async () => {
    const { supervisor, role, hears, heard, warnings } = await stage();
    await supervisor.start(role('gateway'));
    await supervisor.start(role('brain'));
    const before = supervisor.pids();
    process.kill(before['brain'] ?? Number.NaN, 'SIGKILL');
    await hears('brain begins', 2);
    const after = supervisor.pids();
    expect(after['gateway']).toBe(before['gateway']);
    expect(after['brain']).not.toBe(before['brain']);
    expect(warnings).toMatchObject([{ role: 'brain', ending: 'SIGKILL' }]);
    expect(heard).toEqual(['gateway begins', 'brain begins', 'brain begins']);
  });

  test('ends the roles one after the other, last started first, and starts none of them again', async () => {
    const { supervisor, role, heard, warnings } = await stage();
    for (const name of ['gateway', 'brain', 'simulation']) await supervisor.start(role(name));
    heard.length = 0;
    await supervisor.close();
    expect(heard).toEqual(['simulation ends', 'brain ends', 'gateway ends']);
    expect(supervisor.pids()).toEqual({});
    expect(warnings).toEqual([]);
  });

  test('does not try a wrong setting again', async () => {
    const { supervisor, role, warnings } = await stage();
    await expect(supervisor.start(role('gateway', MISSET))).rejects.toThrow(
      'gateway: did not start; the line above says why',
    );
    expect(warnings).toEqual([]);
  });
});
