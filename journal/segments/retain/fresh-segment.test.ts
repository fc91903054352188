import { expect, test } from 'vitest';
import { offsetsOf, publication, range, readAll } from '../../test-records.ts';
import { openJournalReader } from '../read/reader.ts';
import { temporaryFolder } from '../test-folder.ts';
import { openJournalWriter } from '../write/writer.ts';
import { compressClosed } from './housekeeping.ts';

test('the first segment of a new journal is never taken for closed while it is being written', async () => {
  for (const round of range(0, 20)) {
    const directory = temporaryFolder();
    const writer = await openJournalWriter({ directory, wallNow: () => 0 });
    // The compression at the start runs concurrently with the first commit.
    await Promise.all([writer.append([publication(round)]), writer.retain(0), writer.append([publication(round + 1)])]);
    await writer.append([publication(round + 2)]);
    const reader = openJournalReader({ directory });
    expect(offsetsOf(await readAll(reader, 0, 3))).toEqual([0, 1, 2]);
    await reader.close();
    await writer.close();
  }
});

test('neither the open segment nor later ones are compressed', async () => {
  const directory = temporaryFolder();
  const writer = await openJournalWriter({ directory, wallNow: () => 0 });
  await writer.append([publication(0)]);
  await compressClosed({
    directory,
    openSegment: () => 0,
    isStopped: () => false,
    mostDiskShare: 1,
  });
  await writer.append([publication(1)]);
  const reader = openJournalReader({ directory });
  expect(offsetsOf(await readAll(reader, 0, 2))).toEqual([0, 1]);
  await reader.close();
  await writer.close();
});
