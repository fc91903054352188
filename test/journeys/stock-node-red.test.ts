import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { freePort } from '../harness/free-port.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const palette = join(root, 'flows', 'palette');
const require = createRequire(import.meta.url);
const nodeRed = dirname(require.resolve('node-red/package.json'));
const PACKAGE = '@citynerve/node-red-citynerve';

/** The Node that the machine brings; Citynerve starts with it and goes on with its own. */
const SYSTEM_NODE = '/usr/bin/node';
const systemVersion = ((): string => {
  try {
    return execFileSync(SYSTEM_NODE, ['-p', 'process.versions.node'], { encoding: 'utf8' }).trim();
  } catch {
    return 'none';
  }
})();

/** What `GET /nodes` says of one file of a package. */
interface NodeSet {
  readonly id: string;
  readonly module: string;
  readonly types: readonly string[];
  readonly enabled: boolean;
  readonly err?: unknown;
}

let userDir: string;
let types: readonly string[];
beforeAll(() => {
  userDir = mkdtempSync(join(tmpdir(), 'citynerve-stock-'));
  const built = join(userDir, 'palette');
  cpSync(palette, built, { recursive: true, filter: (path) => path !== join(palette, 'dist') });
  execFileSync(process.execPath, ['--import', 'tsx', join(palette, 'build.ts'), built], { cwd: root });
  execFileSync('npm', ['pack'], { cwd: built, stdio: 'pipe' });
  const {
    version,
    dependencies,
    'node-red': manifest,
  } = JSON.parse(readFileSync(join(palette, 'package.json'), 'utf8'));
  types = Object.keys(manifest.nodes).sort();
  // As `npm install FILE.tgz` does, without a registry: the tarball's content, and the dependencies that it declares.
  const modules = join(userDir, 'node_modules');
  const installed = join(modules, PACKAGE);
  mkdirSync(installed, { recursive: true });
  const tarball = join(built, `citynerve-node-red-citynerve-${version}.tgz`);
  execFileSync('tar', ['-xzf', tarball, '-C', installed, '--strip-components=1']);
  for (const name of Object.keys(dependencies)) symlinkSync(join(root, 'node_modules', name), join(modules, name));
  writeFileSync(join(userDir, 'package.json'), JSON.stringify({ private: true, dependencies: { [PACKAGE]: version } }));
});
afterAll(() => rmSync(userDir, { recursive: true, force: true }));

/** Starts Node-RED by arguments of Node, in a user directory of its own; what it lists and logs of the package. */
async function start(node: string, args: readonly string[]) {
  const port = await freePort();
  const folder = join(userDir, `run-${port}`);
  mkdirSync(folder);
  symlinkSync(join(userDir, 'node_modules'), join(folder, 'node_modules'));
  symlinkSync(join(userDir, 'package.json'), join(folder, 'package.json'));
  const settings = { uiPort: port, uiHost: '127.0.0.1', userDir: folder, credentialSecret: 'for the test' };
  writeFileSync(join(folder, 'settings.js'), `module.exports = ${JSON.stringify(settings)};`);
  const child = spawn(node, args, { cwd: folder, env: { ...process.env, HOME: folder } });
  const ended = once(child, 'exit');
  onTestFinished(async () => {
    child.kill();
    await ended;
  });
  const lines: string[] = [];
  const started = new Promise<void>((resolve) => {
    const listen = (line: string): void => {
      lines.push(line);
      if (line.includes('Server now running at')) resolve();
    };
    for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on('line', listen);
  });
  await Promise.race([started, ended]);
  if (child.exitCode !== null) return { exitCode: child.exitCode, lines, ours: [] };
  const answer = await fetch(`http://127.0.0.1:${port}/nodes`, { headers: { accept: 'application/json' } });
  const sets = (await answer.json()) as readonly NodeSet[];
  return { exitCode: null, lines, ours: sets.filter(({ module }) => module === PACKAGE) };
}

/** The command `node-red` of the package, with the settings of its user directory. */
const COMMAND = [join(nodeRed, 'red.js'), '--settings', 'settings.js'];
/** Node-RED in a program of one's own, which does not ask for a Node as new as the command does. */
const EMBEDDED = `const { createServer } = require('node:http');
  const settings = require(process.cwd() + '/settings.js');
  const RED = require(${JSON.stringify(nodeRed)});
  const server = createServer((request, answer) => RED.httpAdmin(request, answer));
  RED.init(server, settings);
  server.listen(settings.uiPort, settings.uiHost, () => RED.start().then(() => console.log('Server now running at /')));`;
/** Has the process say that it is an older Node. */
const OLD = "Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '18.20.8' } });";

const complaints = (lines: readonly string[]): readonly string[] => lines.filter((line) => line.includes(PACKAGE));

describe('the package in a Node-RED that Citynerve does not start', () => {
  const isLoaded = ({ exitCode, ours, lines }: Awaited<ReturnType<typeof start>>): void => {
    expect([exitCode, complaints(lines)]).toEqual([null, []]);
    expect(ours.flatMap((set) => set.types).sort()).toEqual(types);
    expect(ours.map(({ enabled, err }) => [enabled, err])).toEqual(ours.map(() => [true, undefined]));
  };

  test('loads with the command node-red, on the Node of Citynerve', async () => {
    isLoaded(await start(process.execPath, COMMAND));
  });

  const isOlder = systemVersion !== 'none' && Number.parseInt(systemVersion, 10) < 22;
  test.skipIf(!isOlder)(`loads on an older Node (${SYSTEM_NODE} is ${systemVersion})`, async () => {
    isLoaded(await start(SYSTEM_NODE, ['-e', EMBEDDED]));
  });

  test('says in one sentence that the Node is too old', async () => {
    const old = join(userDir, 'old.cjs');
    writeFileSync(old, OLD);
    const { ours, lines } = await start(process.execPath, ['--require', old, ...COMMAND]);
    const { engines } = JSON.parse(readFileSync(join(palette, 'package.json'), 'utf8'));
    const sentence = `Citynerve's nodes need Node.js ${engines.node.slice(2)} or newer, and this Node-RED runs on 18.20.8: start it with a newer Node.js.`;
    expect(ours.map(({ err }) => err)).toEqual(types.map(() => sentence));
    const said = complaints(lines).map((line) => line.replace(/^.*\] /, ''));
    expect(said).toEqual(types.map(() => sentence));
  });
});
