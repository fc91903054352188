import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { temporaryFolder } from '../test-folder.ts';
import { openJournalWriter } from '../write/writer.ts';
import { syncDirectory } from './sync-directory.ts';

vi.mock('./sync-directory.ts', { spy: true });

test('new folders of a journal are synced before anything is acknowledged; existing ones are not', async () => {
  const root = temporaryFolder();
  const directory = join(root, 'city', 'journal');
  await (await openJournalWriter({ directory, wallNow: () => 0 })).close();
  const synced = vi.mocked(syncDirectory).mock.calls.map(([folder]) => folder);
  expect(synced.slice(0, 2)).toEqual([join(root, 'city'), root]);
  vi.mocked(syncDirectory).mockClear();
  await (await openJournalWriter({ directory, wallNow: () => 0 })).close();
  expect(vi.mocked(syncDirectory).mock.calls.filter(([folder]) => folder !== directory)).toEqual([]);
});
