import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { banner } from '../../processes/banner.ts';
import { citynerve } from '../harness/command-line.ts';
import { startTestCity, type TestCity } from '../harness/test-city.ts';

const checkout = fileURLToPath(new URL('../..', import.meta.url));
/** Nobody listens there: a command that asks a registry fails. */
const NO_REGISTRY = { npm_config_registry: 'http://127.0.0.1:9/', npm_config_offline: 'true' };

/** Runs a line as it was printed, in the folder of Citynerve. */
const run = (line: string): Promise<{ code: number; text: string }> =>
  new Promise((resolve) => {
    const options = { cwd: checkout, env: { ...process.env, ...NO_REGISTRY } };
    execFile('/bin/sh', ['-c', line], options, (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, text: stdout + stderr }),
    );
  });
const commandsIn = (text: string): readonly string[] => text.match(/npm run citynerve -- [^`;)\n<]*[^`;)\n<. ]/g) ?? [];

describe.skipIf(process.platform === 'win32')('a printed command works as printed', () => {
  let city: TestCity;
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'citynerve-'));
    city = await startTestCity({ devices: [] });
  });
  afterAll(async () => {
    await city?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test('by init, for a folder with a space', async () => {
    const { text } = await citynerve('init', join(folder, 'my city'));
    const [check = '', credentials = ''] = commandsIn(text);
    expect(await run(check)).toMatchObject({
      code: 0,
      text: expect.stringContaining('no problem; 5 zones, 1 devices'),
    });
    expect(await run(credentials)).toMatchObject({ code: 0, text: expect.stringMatching(/^rain-1,[\w-]{43}$/m) });
  });

  test('by the start, and by the API to who is not signed in: a sign-in link', async () => {
    const [first = '', connect = ''] = commandsIn(banner(city.running));
    const refused = await (await fetch(`http://127.0.0.1:${city.running.apiPort}/api/city`)).json();
    const [other = ''] = commandsIn((refused as { readonly detail: string }).detail);
    for (const line of [first, other]) {
      const { code, text } = await run(line);
      expect([line, code, text]).toEqual([line, 0, expect.stringMatching(/http:\/\/127\.0\.0\.1:\d+\/signin\?token=/)]);
    }
    expect(connect).toContain(' credentials --data /');
  });

  test('by the page, for an alert', async () => {
    const { verifyCommand } = await city.get<{ readonly verifyCommand: string }>('/api/session');
    const { code, text } = await run(verifyCommand.replace('ALERT', 'none-1'));
    expect(text).toMatch(/none-1: is neither a file nor an alert of this city, which is running$/m);
    expect(code).toBe(2);
  });

  test('the first start of a new city says that it is new, the next one that it is up again', async () => {
    expect(banner(city.running)).toContain('Test 测试 is new and up.');
    await city.restart();
    expect(banner(city.running)).toContain('Test 测试 is up again with its data.');
  });
});
