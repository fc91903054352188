import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { dataFolder } from '../../city/data-folder.ts';
import type { CityAddress } from '../../commands/city-client.ts';
import { writeDemoCity } from '../../commands/demo-city.ts';
import { FREE_PORTS } from '../harness/test-city.ts';
import { proportionalMebibytes, residentMebibytes } from './process-use.ts';

const SETTLE_MILLIS = 30_000;
/** Node options of `npm start`. */
const NPM_START = ['--max-semi-space-size=2'];

/**
 * The demo city without flows: seconds from its start to the first stored reading, and memory of all its processes
 * after half a minute.
 */
export async function measureDemoStart(): Promise<{
  readonly seconds: number;
  /** Proportional set size: shared pages count once. */
  readonly mebibytes: number;
  /** Sum of the resident set sizes: shared pages count for each process. */
  readonly summedMebibytes: number;
}> {
  const root = mkdtempSync(join(tmpdir(), 'citynerve-demo-'));
  const folder = dataFolder(join(root, 'city'));
  writeDemoCity(folder, { simulation: { seed: 7, devices: 120, speed: 10 }, settings: { flows: { isOn: false } } });
  const startedAt = performance.now();
  const child = spawn(
    process.execPath,
    [...NPM_START, fileURLToPath(new URL('../../main.ts', import.meta.url)), '--data', folder.root],
    { stdio: 'ignore', env: { ...process.env, ...FREE_PORTS } },
  );
  try {
    while ((await readings(folder.addresses)) === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    const seconds = (performance.now() - startedAt) / 1000;
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MILLIS));
    const family = familyOf(child.pid ?? 0);
    const sumOf = (measure: (pid: number) => number) => family.reduce((sum, pid) => sum + measure(pid), 0);
    return { seconds, mebibytes: sumOf(proportionalMebibytes), summedMebibytes: sumOf(residentMebibytes) };
  } finally {
    child.kill('SIGTERM');
    await once(child, 'exit');
    rmSync(root, { recursive: true, force: true });
  }
}

async function readings(addresses: string): Promise<number> {
  if (!existsSync(addresses)) return 0;
  try {
    const { host, apiPort } = JSON.parse(readFileSync(addresses, 'utf8')) as CityAddress;
    const metrics = await (await fetch(`http://${host}:${apiPort}/metrics`)).text();
    return Number(/^citynerve_brain_readings (\d+)/m.exec(metrics)?.[1] ?? 0);
  } catch {
    return 0;
  }
}

/** A process and its descendants. */
function familyOf(pid: number): readonly number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
    } catch {
      // The process has ended meanwhile.
    }
  }
  const family = [pid];
  for (const member of family) for (const [child, parent] of parents) if (parent === member) family.push(child);
  return family;
}
