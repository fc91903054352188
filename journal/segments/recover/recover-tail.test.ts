import {
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { JournalRecord } from '../../../model/journal-record.ts';
import { action, config, offsetsOf, publication, range, readAll } from '../../test-records.ts';
import { openJournalReader } from '../read/reader.ts';
import { temporaryFolder } from '../test-folder.ts';
import { verifyJournal } from '../verify/verify-journal.ts';
import { openJournalWriter } from '../write/writer.ts';

const AGEING = 'ageing-0000000000000000.seg';
/** Begun by the second commit, at offset 1. */
const LASTING = 'lasting-0000000000000001.seg';
const wallNow = () => 0;

/** A closed journal of some commits, with the length of its files after each. */
async function makeJournal(commits: readonly (readonly JournalRecord[])[]) {
  const directory = temporaryFolder();
  const writer = await openJournalWriter({ directory, wallNow });
  const sizes: Record<string, number>[] = [];
  for (const records of commits) {
    await writer.append(records);
    const files = readdirSync(directory).filter((file) => file.endsWith('.seg'));
    sizes.push(Object.fromEntries(files.map((file) => [file, statSync(join(directory, file)).size])));
  }
  await writer.close();
  // After a crash there is no end mark.
  unlinkSync(join(directory, 'end.json'));
  return { directory, sizes };
}

function copyOf(directory: string): string {
  const copy = join(temporaryFolder(), 'journal');
  mkdirSync(copy);
  for (const file of readdirSync(directory)) copyFileSync(join(directory, file), join(copy, file));
  return copy;
}

/** Opens, appends one record, and reads everything, as after a crash; returns the offsets. */
async function reopen(directory: string): Promise<number[]> {
  const writer = await openJournalWriter({ directory, wallNow });
  expect(await writer.append([publication(90)])).toBe(writer.durableOffset - 1);
  await writer.close();
  const report = await verifyJournal({ directory });
  expect(report.firstBad).toBeUndefined();
  const reader = openJournalReader({ directory });
  const records = await readAll(reader);
  await reader.close();
  expect(report.records).toBe(records.length);
  return offsetsOf(records);
}

const flip = (path: string, at: number): void => {
  const bytes = readFileSync(path);
  bytes[at] = (bytes[at] ?? 0) ^ 0x41;
  writeFileSync(path, bytes);
};

describe('a journal after a crash', () => {
  test('truncated at any byte of its last frame keeps all before it and quarantines the rest', async () => {
    const { directory, sizes } = await makeJournal([[publication(0), publication(1)], [config(2)], [publication(3)]]);
    const [begin, end] = [sizes[1]?.[AGEING] ?? 0, sizes[2]?.[AGEING] ?? 0];
    expect(end - begin).toBeGreaterThan(100);
    for (let length = begin; length < end; length++) {
      const copy = copyOf(directory);
      truncateSync(join(copy, AGEING), length);
      expect(await reopen(copy)).toEqual([0, 1, 2, 3]);
      const torn = readdirSync(copy).filter((file) => file.includes('.torn-'));
      expect(torn).toEqual(length === begin ? [] : [`${AGEING}.torn-3`]);
      if (length > begin) expect(statSync(join(copy, `${AGEING}.torn-3`)).size).toBe(length - begin);
    }
  });

  test('corrupt at any byte of its last frame keeps all before it and quarantines the frame', async () => {
    const { directory, sizes } = await makeJournal([[publication(0)], [action(1)], [config(2)]]);
    const [begin, end] = [sizes[1]?.[LASTING] ?? 0, sizes[2]?.[LASTING] ?? 0];
    expect(end - begin).toBeGreaterThan(100);
    for (let at = begin; at < end; at++) {
      const copy = copyOf(directory);
      flip(join(copy, LASTING), at);
      expect(await reopen(copy)).toEqual([0, 1, 2]);
      expect(readdirSync(copy)).toContain(`${LASTING}.torn-2`);
    }
  });

  test('whose last commit was written to only one of the two families keeps the unbroken chain', async () => {
    const { directory, sizes } = await makeJournal([
      [publication(0)],
      [publication(1), action(2), publication(3), action(4)],
    ]);
    truncateSync(join(directory, AGEING), (sizes[0]?.[AGEING] ?? 0) + 20);
    expect(await reopen(directory)).toEqual([0, 1]);
    const torn = readdirSync(directory).filter((file) => file.includes('.torn-'));
    expect(torn.sort()).toEqual([`${AGEING}.torn-1`, `${LASTING}.torn-1`]);
  });

  test('in its very first commit is an empty journal', async () => {
    const { directory } = await makeJournal([[publication(0), action(1)]]);
    truncateSync(join(directory, AGEING), 50);
    expect(await reopen(directory)).toEqual([0]);
  });

  test('while new segments were begun continues after the ones before', async () => {
    const directory = temporaryFolder();
    const open = () => openJournalWriter({ directory, wallNow, segmentBytes: 1 });
    const first = await open();
    for (let n = 0; n < 6; n += 2) await first.append([publication(n), action(n + 1)]);
    await first.close();
    unlinkSync(join(directory, 'end.json'));
    for (const file of readdirSync(directory).filter((name) => name.endsWith('0004.seg')))
      truncateSync(join(directory, file), 0);
    const second = await open();
    expect(second.durableOffset).toBe(4);
    await second.append([publication(4)]);
    await second.close();
    expect(await verifyJournal({ directory })).toMatchObject({ ok: true, records: 5, nextOffset: 5 });
  });

  test('twice at the same offset keeps both incomplete commits', async () => {
    const { directory } = await makeJournal([[publication(0)]]);
    for (let crash = 0; crash < 2; crash++) {
      writeFileSync(join(directory, AGEING), 'half a frame', { flag: 'a' });
      const writer = await openJournalWriter({ directory, wallNow });
      expect(writer.durableOffset).toBe(1);
      await writer.close();
    }
    expect(readdirSync(directory)).toEqual(expect.arrayContaining([`${AGEING}.torn-1`, `${AGEING}.torn-1-2`]));
  });

  test.each([
    ['the header of a frame', 10],
    ['the payload of a frame', 100],
  ])('with a corruption of %s that was durable loses only that frame, and reports it', async (_, at) => {
    const { directory, sizes } = await makeJournal(range(0, 5).map((n) => [publication(n)]));
    const place = (sizes[1]?.[AGEING] ?? 0) + at;
    flip(join(directory, AGEING), place);
    const before = readFileSync(join(directory, AGEING));
    const reports: string[] = [];
    const writer = await openJournalWriter({ directory, wallNow, onQuarantine: (detail) => reports.push(detail) });
    expect(await writer.append([publication(5)])).toBe(5);
    await writer.close();
    expect(reports.join('\n')).toContain('records 2 to 2 are lost');
    expect(readFileSync(join(directory, `${AGEING}.damaged`)).equals(before)).toBe(true);
    const reader = openJournalReader({ directory });
    expect(offsetsOf(await readAll(reader))).toEqual([0, 1, 3, 4, 5]);
    await reader.close();
    const report = await verifyJournal({ directory });
    expect(report).toMatchObject({ ok: true, records: 5, nextOffset: 6, losses: [{ from: 2, until: 3 }] });
  });

  test('truncated after a normal close knows what is missing, and does not reuse its offsets', async () => {
    const { directory, sizes } = await makeJournal(range(0, 5).map((n) => [publication(n)]));
    await (await openJournalWriter({ directory, wallNow })).close();
    truncateSync(join(directory, AGEING), (sizes[2]?.[AGEING] ?? 0) + 30);
    expect(await verifyJournal({ directory })).toMatchObject({
      ok: false,
      damage: [{ lost: [{ from: 3, until: 5 }] }],
    });
    const reports: string[] = [];
    const writer = await openJournalWriter({ directory, wallNow, onQuarantine: (detail) => reports.push(detail) });
    expect(await writer.append([publication(5)])).toBe(5);
    await writer.close();
    expect(reports.join('\n')).toContain('records 3 to 4 are missing at the end');
    expect(await reopen(directory)).toEqual([0, 1, 2, 5, 6]);
  });
});
