import { type FileHandle, open, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { action, publication } from '../../test-records.ts';
import { temporaryFolder } from '../test-folder.ts';
import { verifyJournal } from '../verify/verify-journal.ts';
import { openJournalWriter } from './writer.ts';

// The real functions, of which a test can let single calls fail.
vi.mock('node:fs/promises', { spy: true });

/** The methods that all open files share. */
async function methodsOfFiles(): Promise<FileHandle> {
  const handle = await open(join(temporaryFolder(), 'any'), 'w');
  await handle.close();
  onTestFinished(() => void vi.restoreAllMocks());
  return Object.getPrototypeOf(handle) as FileHandle;
}

test('the bytes of a failed commit in one family are removed before the other is written', async () => {
  const directory = temporaryFolder();
  const writer = await openJournalWriter({ directory, wallNow: () => 0 });
  await writer.append([publication(0), action(1)]);
  const files = await methodsOfFiles();
  vi.spyOn(files, 'datasync').mockRejectedValueOnce(new Error('the disk stumbles'));
  vi.spyOn(files, 'truncate').mockRejectedValueOnce(new Error('it still does'));
  await expect(writer.append([publication(2), action(3)])).rejects.toThrow('the disk stumbles');
  expect(await writer.append([action(2)])).toBe(2);
  expect(await verifyJournal({ directory })).toMatchObject({ ok: true, records: 3 });
  await writer.close();
});

test('a segment that was begun by a failed commit is removed', async () => {
  const directory = temporaryFolder();
  const writer = await openJournalWriter({ directory, wallNow: () => 0 });
  await writer.append([action(0)]);
  const files = await methodsOfFiles();
  vi.spyOn(files, 'datasync').mockRejectedValueOnce(new Error('the disk stumbles'));
  vi.mocked(unlink).mockRejectedValueOnce(new Error('it still does'));
  await expect(writer.append([publication(1)])).rejects.toThrow('the disk stumbles');
  expect(await writer.append([action(1)])).toBe(1);
  expect(await verifyJournal({ directory })).toMatchObject({ ok: true, records: 2 });
  await writer.close();
});
