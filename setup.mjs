// Runs before `npm start` and `npm test` on a fresh clone: installs what package-lock.json names, finds Node 24, builds
// the page. Plain JavaScript without dependencies: it runs on any Node from 20 on, before anything is installed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('.', import.meta.url));
const purpose = process.argv[2] ?? 'start';
const isWindows = process.platform === 'win32';
const say = (text) => process.stderr.write(`citynerve: ${text}\n`);

function run(command, args, options = {}) {
  const done = spawnSync(command, args, { cwd: root, stdio: ['ignore', 2, 2], ...options });
  return done.error ? 1 : (done.status ?? 1);
}

function stop(text) {
  say(text);
  process.exit(2);
}

function files(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.name === 'dist' || entry.name === 'node_modules') return [];
    const path = join(folder, entry.name);
    return entry.isDirectory() ? files(path) : [path];
  });
}

const digest = (paths) =>
  paths
    .reduce((hash, path) => hash.update(path.slice(root.length)).update(readFileSync(path)), createHash('sha256'))
    .digest('hex');

/** Runs `make` only when the files that it depends on have changed since it last succeeded. */
function once(stampFile, paths, make) {
  const wanted = digest(paths);
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === wanted) return;
  make();
  mkdirSync(join(stampFile, '..'), { recursive: true });
  writeFileSync(stampFile, wanted);
}

/**
 * `npm install --no-save` and not `npm ci`: both install exactly what the lockfile names and check its integrity, but
 * `ci` fails when a registry lacks an optional package for another platform (docs/decisions/0003).
 */
function install() {
  say('installing what package-lock.json names (once)');
  const npm = process.env.npm_execpath;
  const args = ['install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const status = npm?.endsWith('js')
    ? run(process.execPath, [npm, ...args])
    : run(isWindows ? 'npm.cmd' : 'npm', args, { shell: isWindows });
  if (status !== 0) stop('npm install failed; the lines above say why. Correct that and run the same command again.');
}

/** The path of Node 24, on which everything after this script runs. */
function innerNode() {
  const bundled = join(root, 'node_modules', '.bin', isWindows ? 'node.cmd' : 'node');
  if (existsSync(bundled)) return bundled;
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  return stop(
    `no Node 24 is bundled for ${process.platform}-${process.arch}, and yours is ${process.versions.node}: install Node 24 and run this again.`,
  );
}

function buildPage(node) {
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  say('building the page (once)');
  if (run(node, [vite, 'build', 'console', '--logLevel', 'error'], { shell: isWindows }) !== 0)
    stop('the page did not build; the lines above say why.');
}

/**
 * Installs the Debian packages that journeys use; on other systems, tests that need a missing one are skipped by name.
 */
function installTestPrograms() {
  const wanted = {
    'mosquitto-clients': '/usr/bin/mosquitto_pub',
    mosquitto: '/usr/sbin/mosquitto',
    chromium: '/usr/bin/chromium',
    influxdb: '/usr/bin/influxd',
    'python3-paho-mqtt': '/usr/lib/python3/dist-packages/paho/mqtt/client.py',
    'python3-protobuf': '/usr/lib/python3/dist-packages/google/protobuf/message.py',
    'fonts-wqy-microhei': '/usr/share/fonts/truetype/wqy/wqy-microhei.ttc',
  };
  const missing = Object.keys(wanted).filter((name) => !existsSync(wanted[name]));
  if (missing.length === 0) return;
  if (!existsSync('/etc/debian_version') || process.getuid?.() !== 0) {
    say(`not installed, so their tests are skipped by name: ${missing.join(', ')}`);
    return;
  }
  say(`installing for the tests: ${missing.join(', ')}`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  run('apt-get', ['update', '-qq'], { env });
  const status = withoutServices(() =>
    run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...missing], { env }),
  );
  if (status !== 0 && process.env.CI) stop(`could not install ${missing.join(', ')}`);
}

/**
 * Debian starts the services that it installs, and mosquitto's would take the port of the city. This file forbids it
 * (Debian policy, 9.3.3.1).
 */
function withoutServices(install) {
  const policy = '/usr/sbin/policy-rc.d';
  if (existsSync(policy)) return install();
  writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    return install();
  } finally {
    rmSync(policy);
  }
}

if (Number(process.versions.node.split('.')[0]) < 20)
  stop(`Node 20 or newer is needed to begin with; this is ${process.versions.node}.`);
once(join(root, 'node_modules', '.citynerve-installed'), [join(root, 'package-lock.json')], install);
const node = innerNode();
if (purpose !== 'check' && statSync(join(root, 'console'), { throwIfNoEntry: false })) {
  const sources = [...files(join(root, 'console')), ...files(join(root, 'model')), join(root, 'package-lock.json')];
  once(join(root, 'console', 'dist', '.built'), sources, () => buildPage(node));
}
if (purpose !== 'check') {
  const palette = join(root, 'flows', 'palette');
  once(join(palette, 'dist', '.built'), [...files(palette), join(root, 'package-lock.json')], () => {
    if (run(node, ['--import', 'tsx', join(palette, 'build.ts')]) !== 0)
      stop('the palette of the flows did not build; the lines above say why.');
  });
}
if (purpose === 'test') installTestPrograms();
