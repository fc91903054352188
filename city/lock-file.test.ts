import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { takeLock } from './lock-file.ts';
import { testFolder } from './test-folder.ts';

function taken(path: string): { readonly release: () => void } {
  const lock = takeLock(path);
  if ('ownerPid' in lock) throw new Error(`held by ${lock.ownerPid}`);
  return lock;
}

describe('the lock of a city', () => {
  test('names its owner and is gone when released', () => {
    const path = join(testFolder(), 'run', 'supervisor.pid');
    const lock = taken(path);
    expect(readFileSync(path, 'utf8')).toBe(`${process.pid}\n`);
    lock.release();
    expect(existsSync(path)).toBe(false);
    taken(path).release();
  });

  test('a second taker in the same process is told who has it', () => {
    const path = join(testFolder(), 'supervisor.pid');
    const lock = taken(path);
    expect(takeLock(path)).toEqual({ ownerPid: process.pid });
    lock.release();
  });

  test('a living owner keeps it', () => {
    const path = join(testFolder(), 'supervisor.pid');
    writeFileSync(path, `${process.ppid}\n`);
    expect(takeLock(path)).toEqual({ ownerPid: process.ppid });
    expect(readFileSync(path, 'utf8')).toBe(`${process.ppid}\n`);
  });

  test('a dead owner loses it', () => {
    const path = join(testFolder(), 'supervisor.pid');
    const { pid } = spawnSync(process.execPath, ['--version']);
    writeFileSync(path, `${pid}\n`);
    taken(path);
    expect(readFileSync(path, 'utf8')).toBe(`${process.pid}\n`);
  });

  test.each(['', 'nonsense\n', '-1\n'])('an owner %j that is no process loses it', (text) => {
    const path = join(testFolder(), 'supervisor.pid');
    writeFileSync(path, text);
    taken(path);
    expect(readFileSync(path, 'utf8')).toBe(`${process.pid}\n`);
  });

  test('a restarted container that gets the process id of its dead predecessor takes the lock over', () => {
    const path = join(testFolder(), 'supervisor.pid');
    writeFileSync(path, `${process.pid}\n`);
    taken(path).release();
    expect(existsSync(path)).toBe(false);
  });
});
