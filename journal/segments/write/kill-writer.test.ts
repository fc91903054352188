import { expect, test } from 'vitest';
import { journalled, publication, readAll } from '../../test-records.ts';
import { openJournalReader } from '../read/reader.ts';
import { temporaryFolder } from '../test-folder.ts';
import { startWriterProcess } from '../test-process.ts';
import { verifyJournal } from '../verify/verify-journal.ts';
import { openJournalWriter } from './writer.ts';

const KILLS = 5;

test('a writer that is killed repeatedly loses nothing that it reported as durable', async () => {
  const directory = temporaryFolder();
  let reported = 0;
  for (let kill = 1; kill <= KILLS; kill++) {
    const child = startWriterProcess(directory, 'append');
    expect(Number((await child.line(1)).split(' ')[1])).toBeGreaterThanOrEqual(reported);
    await child.line(10 * kill);
    await child.kill();
    reported = Number(child.lines.at(-1)?.split(' ')[1]);
  }
  const writer = await openJournalWriter({ directory, wallNow: () => 0 });
  expect(writer.durableOffset).toBeGreaterThanOrEqual(reported);
  await writer.close();
  expect(await verifyJournal({ directory })).toMatchObject({ ok: true });
  const reader = openJournalReader({ directory });
  const records = await readAll(reader, 0, reported);
  await reader.close();
  expect(records.length).toBe(reported);
  for (const record of records) expect(record).toEqual(journalled(publication(record.offset), record.offset));
});
