import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { StoreBusyError, takeOwnership } from './owner-lock.ts';

// Only Linux says when a process began; elsewhere a pid that lives counts as the owner.
const onLinux = it.runIf(existsSync('/proc/self/stat'));

describe('the owner of a store file', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'citynerve-lock-'));
    file = join(folder, 'readings.duckdb');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is one at a time, and the second is told who it is', () => {
    const giveBack = takeOwnership(file);
    expect(() => takeOwnership(file)).toThrow(StoreBusyError);
    expect(() => takeOwnership(file)).toThrow(`this process (pid ${process.pid})`);
    giveBack();
    takeOwnership(file)();
  });

  onLinux('may be another process that lives', () => {
    const began = readFileSync(`/proc/${process.ppid}/stat`, 'utf8').split(') ')[1]?.split(' ')[19];
    writeFileSync(`${file}.lock`, JSON.stringify({ pid: process.ppid, began }));
    expect(() => takeOwnership(file)).toThrow(`the process with pid ${process.ppid}`);
  });

  onLinux.each([
    ['a process that is gone', { pid: 2 ** 22 + 1, began: '1' }],
    ['an earlier process that had the pid of this one', { pid: process.pid, began: '1' }],
  ])('is forgotten when it was %s', (_, owner) => {
    writeFileSync(`${file}.lock`, JSON.stringify(owner));
    takeOwnership(file)();
  });

  it('is forgotten when a crash tore its lock', () => {
    writeFileSync(`${file}.lock`, '{"pid":');
    takeOwnership(file)();
  });
});
