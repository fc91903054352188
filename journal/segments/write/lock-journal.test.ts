import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { JournalLockedError } from '../../../model/journal-locked-error.ts';
import { publication } from '../../test-records.ts';
import { temporaryFolder } from '../test-folder.ts';
import { startWriterProcess } from '../test-process.ts';
import { lockJournal } from './lock-journal.ts';
import { openJournalWriter } from './writer.ts';

describe('the lock of a journal', () => {
  test('held by another process refuses a second writer with its pid, and is free when that process is killed', async () => {
    const directory = temporaryFolder();
    const holder = startWriterProcess(directory, 'hold');
    await holder.line(1);
    const second = openJournalWriter({ directory, wallNow: () => 0 });
    await expect(second).rejects.toThrow(JournalLockedError);
    await expect(second).rejects.toMatchObject({ pid: holder.pid });
    await holder.kill();
    const heir = await openJournalWriter({ directory, wallNow: () => 0 });
    expect(await heir.append([publication(0)])).toBe(0);
    await heir.close();
  });

  test('held by a process with the same pid, as is possible in another container, refuses a second writer too', async () => {
    const directory = temporaryFolder();
    const holder = startWriterProcess(directory, 'hold');
    await holder.line(1);
    writeFileSync(join(directory, 'lock'), JSON.stringify({ pid: process.pid, since: 0 }));
    await expect(openJournalWriter({ directory, wallNow: () => 0 })).rejects.toThrow(JournalLockedError);
  });

  test('held by an unknown process refuses a second writer, and says that the pid is unknown', async () => {
    const directory = temporaryFolder();
    const holder = startWriterProcess(directory, 'hold');
    await holder.line(1);
    rmSync(join(directory, 'lock'));
    const second = openJournalWriter({ directory, wallNow: () => 0 });
    await expect(second).rejects.toThrow(/by another process \(pid unknown\)/);
  });

  test('refuses a second writer in the same process, and is free again after close', async () => {
    const directory = temporaryFolder();
    const first = await openJournalWriter({ directory, wallNow: () => 0 });
    await expect(openJournalWriter({ directory, wallNow: () => 0 })).rejects.toMatchObject({ pid: process.pid });
    await first.close();
    await (await openJournalWriter({ directory, wallNow: () => 0 })).close();
    expect(readdirSync(directory)).toEqual(['end.json', 'lock.guard']);
  });

  test.each([
    ['names a pid that nobody has', JSON.stringify({ pid: 2 ** 22 + 1, since: 0 })],
    ['names our own pid from an earlier life', JSON.stringify({ pid: process.pid, since: 0 })],
    ['names a process that is alive and writes no journal', JSON.stringify({ pid: process.ppid, since: 0 })],
    ['was left empty by a power loss', ''],
  ])('is taken over when it %s', (_, content) => {
    const directory = temporaryFolder();
    writeFileSync(join(directory, 'lock'), content);
    const lock = lockJournal(directory, 5);
    expect(JSON.parse(readFileSync(join(directory, 'lock'), 'utf8'))).toMatchObject({ pid: process.pid, since: 5 });
    lock.release();
    expect(existsSync(join(directory, 'lock'))).toBe(false);
  });
});
