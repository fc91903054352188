import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type KernelLock, takeKernelLock } from './kernel-lock.ts';

function lockPath(): string {
  const folder = mkdtempSync(join(tmpdir(), 'citynerve-lock-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return join(folder, 'run', 'supervisor.pid');
}

function taken(path: string): KernelLock {
  const lock = takeKernelLock(path);
  if ('holderPid' in lock) throw new Error(`held by ${lock.holderPid}`);
  return lock;
}

/** Another process that holds the lock until it is killed. */
async function holder(path: string) {
  const source = pathToFileURL(join(import.meta.dirname, 'kernel-lock.ts')).href;
  const code = `import('${source}').then(({ takeKernelLock }) => {
    takeKernelLock(process.argv[1]); console.log('held'); setInterval(() => {}, 60_000); })`;
  const child = spawn(process.execPath, ['--import', 'tsx', '-e', code, path], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const kill = async () => {
    child.kill('SIGKILL');
    await ended;
  };
  onTestFinished(kill);
  await once(child.stdout, 'data');
  return { pid: child.pid, kill };
}

describe('the kernel lock', () => {
  test('names its holder, refuses a second attempt in the same process, and is free again when released', () => {
    const path = lockPath();
    const lock = taken(path);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({ pid: process.pid });
    expect(takeKernelLock(path)).toEqual({ holderPid: process.pid });
    // A failed attempt does not release the lock.
    expect(takeKernelLock(path)).toEqual({ holderPid: process.pid });
    lock.release();
    expect(existsSync(path)).toBe(false);
    taken(path).release();
  });

  test('is refused while another process holds it, and is free at once when that process is killed', async () => {
    const path = lockPath();
    const other = await holder(path);
    expect(takeKernelLock(path)).toEqual({ holderPid: other.pid });
    rmSync(path);
    expect(takeKernelLock(path)).toEqual({ holderPid: null });
    await other.kill();
    taken(path).release();
  });

  test.each([
    ['a living process that holds nothing', () => `${process.ppid}\n`],
    ['our own process id, as from an earlier process', () => `${process.pid}\n`],
    ['the same, as JSON', () => JSON.stringify({ pid: process.ppid })],
    ['nobody, torn by a power loss', () => ''],
  ])('a file left behind that names %s does not hold it', (_, content) => {
    const path = lockPath();
    taken(path).release();
    writeFileSync(path, content());
    const lock = taken(path);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({ pid: process.pid });
    lock.release();
  });
});
