import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dataFolder } from '../../city/data-folder.ts';
import { EMPTY_CITY } from '../../city/empty-city.ts';
import { SAMPLE_CITY_YAML } from '../../city/sample-city-yaml.ts';
import { writeCity } from '../../city/write-city.ts';
import { FREE_PORTS } from '../harness/test-city.ts';

const file = (name: string) => fileURLToPath(new URL(`../../${name}`, import.meta.url));
const LONG = 'x'.repeat(300);
const DEEP = Array.from({ length: 12 }, () => 'a-folder').join('/');
const BOMB = ['a0: &a0 [x, x]', ...Array.from({ length: 30 }, (_, n) => `a${n + 1}: &a${n + 1} [*a${n}, *a${n}]`)];

let root: string;
let takenPort: number;
const neighbour = createServer();
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'citynerve-'));
  writeCity(dataFolder(at('sound')), { yaml: SAMPLE_CITY_YAML, ...EMPTY_CITY });
  await once(neighbour.listen(0, '127.0.0.1'), 'listening');
  takenPort = (neighbour.address() as AddressInfo).port;
});
afterAll(() => {
  neighbour.close();
  rmSync(root, { recursive: true, force: true });
});

const at = (name: string) => join(root, name);

/** The folder of a sound city that `change` has changed. */
function city(name: string, change: (folder: ReturnType<typeof dataFolder>) => void = () => {}): string {
  cpSync(at('sound'), at(name), { recursive: true });
  change(dataFolder(at(name)));
  return at(name);
}

/** Runs a program until it ends by itself; `lines` are those of its standard error. */
async function run(args: readonly string[], environment: NodeJS.ProcessEnv = {}) {
  const child = spawn(process.execPath, ['--import', 'tsx', ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, ...FREE_PORTS, CITYNERVE_FLOWS_IS_ON: 'false', ...environment },
  });
  let text = '';
  child.stderr.on('data', (chunk) => (text += chunk));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, lines: text.trim().split('\n') };
}

const start = (folder: string, environment?: NodeJS.ProcessEnv) =>
  run([file('main.ts'), '--data', folder], environment);
const citynerve = (...args: readonly string[]) => run([file('citynerve.ts'), ...args]);

describe('what a person can correct ends npm start with exit code 2 and one line', () => {
  const port = (variable: string) => () => start(city(variable), { [variable]: `${takenPort}` });
  test.each<[string, RegExp, () => ReturnType<typeof run>]>([
    [
      'the MQTT port is in use',
      /gateway.mqttPort: port \d+ of 127.0.0.1 is in use; end the program/,
      port('CITYNERVE_GATEWAY_MQTT_PORT'),
    ],
    [
      'the API port is in use',
      /api.port: port \d+ of 127.0.0.1 is in use; end the program/,
      port('CITYNERVE_API_PORT'),
    ],
    [
      'two parts have one port',
      /gateway.wsPort is 7000, as gateway.mqttPort is/,
      () => start(city('ports'), { CITYNERVE_GATEWAY_MQTT_PORT: '7000', CITYNERVE_GATEWAY_WS_PORT: '7000' }),
    ],
    [
      'the host is none of this machine',
      /gateway.mqttPort: 192.0.2.1 is no address of this machine; correct/,
      () => start(city('host'), { CITYNERVE_GATEWAY_HOST: '192.0.2.1' }),
    ],
    [
      'the data folder is a file',
      /file: is a file; name a folder/,
      () => {
        writeFileSync(at('file'), '');
        return start(at('file'));
      },
    ],
    [
      'the data folder is a link to nothing',
      /dangling: is a link to something that is not there/,
      () => {
        symlinkSync(at('nowhere'), at('dangling'));
        return start(at('dangling'));
      },
    ],
    ['a name is too long', /too long/, () => start(at(LONG))],
    ['the path is too long for a socket', /too long a path for a local socket/, () => start(city(DEEP))],
    [
      'the credentials are cut short',
      /credentials.json: is damaged; put it back from a backup/,
      () => start(city('credentials', (folder) => writeSecret(folder.credentials, '{"brain": "ab'))),
    ],
    [
      'city.yaml is a folder',
      /city.yaml: is a folder; must be a file/,
      () =>
        start(
          city('yaml', ({ cityYaml }) => {
            rmSync(cityYaml);
            mkdirSync(cityYaml);
          }),
        ),
    ],
    [
      'city.yaml is an alias bomb',
      /city.yaml: is not YAML that can be read: .*; write the settings without aliases/,
      () => start(city('bomb', ({ cityYaml }) => writeFileSync(cityYaml, BOMB.join('\n')))),
    ],
    [
      'the devices are in GBK',
      /devices.csv: line 2 is not UTF-8; save the file as UTF-8/,
      () =>
        start(
          city('gbk', ({ devicesCsv }) =>
            writeFileSync(devicesCsv, Buffer.from('id,model\n\xcb\xae\xce\xf1', 'latin1')),
          ),
        ),
    ],
  ])('%s', async (_, said, refused) => {
    const { code, lines } = await refused();
    expect(lines).toEqual([expect.stringMatching(/^citynerve: /)]);
    expect(lines[0]).toMatch(said);
    expect(code).toBe(2);
  });
});

describe('what a person can correct ends a command with exit code 2 and one line', () => {
  test.each<[string, RegExp, () => readonly string[]]>([
    ['a place where no folder can be made', /\/proc\/x: cannot be made/, () => ['init', '/proc/x']],
    [
      'a folder that is read-only',
      /\/sys\/x may not be used by this user|\/sys\/x lies on a disk/,
      () => ['init', '/sys/x'],
    ],
    ['a file as the new folder', /sound\/city.yaml: is a file/, () => ['init', join(at('sound'), 'city.yaml')]],
    ['a city that is not there', /is missing; "npm run citynerve -- init/, () => ['signin', '--data', at('none')]],
    ['a backup that is not there', /none/, () => ['restore', at('none'), '--data', at('restored')]],
    [
      'an alert of a city that is not running',
      /the city is not running/,
      () => ['verify', 'x-1', '--data', at('sound')],
    ],
    ['extensions of a city that is not running', /start the city/, () => ['extension', 'list', '--data', at('sound')]],
    ['a backup of a city that has never run', /has never run/, () => ['backup', at('b'), '--data', at('sound')]],
    ['a map that is not there', /none.yaml/, () => ['replay', at('none.csv'), '--map', at('none.yaml')]],
    ['a number in another notation', /must be a whole number/, () => ['simulate', '--devices', '0x10']],
    ['an unknown command', /unknown command 'sigin'/, () => ['sigin']],
  ])('%s', async (_, said, args) => {
    const { code, lines } = await citynerve(...args());
    expect(lines.join('\n')).toMatch(said);
    expect(lines.join('\n')).not.toMatch(/"stack"|\n {4}at /);
    expect(code).toBe(2);
  });
});

function writeSecret(path: string, text: string): void {
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, text, { mode: 0o600 });
}
