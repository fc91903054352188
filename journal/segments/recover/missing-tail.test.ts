import { readdirSync, readFileSync, renameSync, truncateSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { JournalReader } from '../../../model/journal.ts';
import { action, offsetsOf, publication, range } from '../../test-records.ts';
import { addLosses } from '../format/loss-mark.ts';
import { openJournalReader } from '../read/reader.ts';
import { temporaryFolder } from '../test-folder.ts';
import { openJournalWriter } from '../write/writer.ts';

const link = { before: '', after: '', detail: 'for a test', keptAs: null };

/** Twenty durable records, each a frame of its own: the last two ageing, one lasting before them. */
async function journal(): Promise<{ directory: string; path: string }> {
  const directory = temporaryFolder();
  const writer = await openJournalWriter({ directory, wallNow: () => 0 });
  for (const n of range(0, 20)) await writer.append([n === 17 ? action(n) : publication(n)]);
  await writer.close();
  return { directory, path: join(directory, readdirSync(directory).find((file) => file.startsWith('ageing')) ?? '') };
}

/** The offsets that a durable read returns, and the error at its end. */
async function follow(reader: JournalReader, from: number, until: number) {
  const offsets: number[] = [];
  try {
    for await (const { records } of reader.read({ from, until, maxRecords: 4, isDurable: true }))
      offsets.push(...offsetsOf(records));
    return { offsets, error: null };
  } catch (error) {
    return { offsets, error: error instanceof Error ? error.message : String(error) };
  }
}

async function withReader<T>(directory: string, work: (reader: JournalReader) => Promise<T>): Promise<T> {
  const reader = openJournalReader({ directory });
  try {
    return await work(reader);
  } finally {
    await reader.close();
  }
}

describe('durable records that are missing at the end', () => {
  test('make a read throw after all records before them', async () => {
    const { directory, path } = await journal();
    truncateSync(path, readFileSync(path).lastIndexOf('CNJ1'));
    expect(await withReader(directory, (reader) => follow(reader, 0, 20))).toEqual({
      offsets: range(0, 19),
      error: expect.stringContaining('records 19 to 19 are missing at the end'),
    });
  });

  test('are detected when newer records follow them', async () => {
    const { directory, path } = await journal();
    truncateSync(path, 0);
    expect(await withReader(directory, (reader) => follow(reader, 0, 17))).toEqual({
      offsets: [],
      error: expect.stringContaining('records 0 to 16 are missing before it'),
    });
  });

  test('are skipped when their loss is recorded', async () => {
    const { directory, path } = await journal();
    unlinkSync(path);
    await addLosses(directory, [
      { ...link, from: 0, until: 17 },
      { ...link, from: 18, until: 20 },
    ]);
    expect(await withReader(directory, (reader) => follow(reader, 0, 20))).toEqual({ offsets: [17], error: null });
  });

  test('are found in a restored file although the reader has the truncated one open', async () => {
    const { directory, path } = await journal();
    const whole = readFileSync(path);
    truncateSync(path, whole.lastIndexOf('CNJ1'));
    await withReader(directory, async (reader) => {
      expect((await follow(reader, 0, 19)).offsets).toEqual(range(0, 19));
      writeFileSync(`${path}.copy`, whole);
      renameSync(`${path}.copy`, path);
      expect(await follow(reader, 19, 20)).toEqual({ offsets: [19], error: null });
    });
  });
});
