import {
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { JournalCorruptError } from '../../../model/journal-corrupt-error.ts';
import type { Journalled } from '../../../model/journal-record.ts';
import { action, journalled, publication, range, readAll } from '../../test-records.ts';
import { openJournalReader } from '../read/reader.ts';
import { temporaryFolder } from '../test-folder.ts';
import { verifyJournal } from '../verify/verify-journal.ts';
import { openJournalWriter } from '../write/writer.ts';
import { quarantineDamage } from './quarantine-damage.ts';

const COMMITS = 40;
const recordAt = (n: number) => (n % 9 === 4 ? action(n) : publication(n, 60));

/** Forty commits of one record each in several segments of both families; the closed ageing ones compressed. */
async function makeJournal(segmentBytes = 1_200): Promise<string> {
  const directory = temporaryFolder();
  const writer = await openJournalWriter({ directory, wallNow: () => 0, segmentBytes });
  for (const n of range(0, COMMITS)) await writer.append([recordAt(n)]);
  await writer.retain(0);
  await writer.close();
  return directory;
}

const segmentsOf = (directory: string, ending: string): string[] =>
  readdirSync(directory)
    .filter((file) => file.startsWith('ageing-') && file.endsWith(ending))
    .sort();

function flip(path: string, bit: number): void {
  const bytes = readFileSync(path);
  bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  writeFileSync(path, bytes);
}

/** The records that a reader returns before it ends or throws. */
async function readUntilDamage(directory: string): Promise<{ records: Journalled[]; error: unknown }> {
  const reader = openJournalReader({ directory });
  const records: Journalled[] = [];
  let error: unknown = null;
  try {
    for await (const batch of reader.read({ from: 0, until: COMMITS, maxRecords: 1 })) records.push(...batch.records);
  } catch (caught) {
    error = caught;
  }
  await reader.close();
  return { records, error };
}

async function setAside(directory: string) {
  const done = await quarantineDamage(directory);
  const lost = done.losses.flatMap(({ from, until }) => range(from, until));
  expect(await verifyJournal({ directory })).toMatchObject({ ok: true, records: COMMITS - lost.length });
  const { records, error } = await readUntilDamage(directory);
  expect(error).toBeNull();
  expect(records).toEqual(
    range(0, COMMITS)
      .filter((n) => !lost.includes(n))
      .map((n) => journalled(recordAt(n), n)),
  );
  return { ...done, lost };
}

describe('a journal with one flipped bit', () => {
  test('fails verification wherever the bit is, and no reader returns an altered record', async () => {
    const directory = await makeJournal();
    const files = readdirSync(directory).filter((file) => /\.seg(\.zst)?$/.test(file));
    expect(files.filter((file) => file.endsWith('.zst')).length).toBeGreaterThan(2);
    const place = fc.tuple(fc.constantFrom(...files), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }));
    await fc.assert(
      fc.asyncProperty(place, async ([file, share]) => {
        const path = join(directory, file);
        const sound = readFileSync(path);
        flip(path, Math.floor(share * sound.length * 8));
        try {
          const report = await verifyJournal({ directory });
          expect(report.damage.map(({ segment }) => segment)).toEqual([file]);
          const { records } = await readUntilDamage(directory);
          expect(records).toEqual(range(0, records.length).map((n) => journalled(recordAt(n), n)));
        } finally {
          writeFileSync(path, sound);
        }
      }),
      { numRuns: 120 },
    );
  });
});

describe('quarantining a corruption', () => {
  test('in an uncompressed segment loses one frame, and the original is kept', async () => {
    const directory = await makeJournal();
    const lasting = readdirSync(directory).filter((file) => file.startsWith('lasting-'))[0] ?? '';
    flip(join(directory, lasting), 8 * 100);
    const altered = readFileSync(join(directory, lasting));
    const { lost, kept } = await setAside(directory);
    expect([lost, kept]).toEqual([[4], [`${lasting}.damaged`]]);
    expect(readFileSync(join(directory, kept[0] ?? '')).equals(altered)).toBe(true);
  });

  test('in a compressed segment loses what follows in it, and nothing when only the seal is altered', async () => {
    const directory = await makeJournal();
    const [, second = '', third = ''] = segmentsOf(directory, '.zst');
    flip(join(directory, second), 8 * 60);
    flip(join(directory, third), 8 * (readFileSync(join(directory, third)).length - 1));
    const report = await verifyJournal({ directory });
    expect(report.damage.map(({ segment, lost }) => [segment, lost.length > 0])).toEqual([
      [second, true],
      [third, false],
    ]);
    const { lost, kept } = await setAside(directory);
    const [from, until] = [second, third].map((file) => Number(file.slice(7, 23)));
    expect(lost.every((offset) => offset >= (from ?? 0) && offset < (until ?? 0))).toBe(true);
    expect(kept).toEqual([`${second}.damaged`, `${third}.damaged`]);
  });

  test('of a truncated segment loses what was removed', async () => {
    const directory = await makeJournal();
    const lasting = readdirSync(directory).filter((file) => file.startsWith('lasting-'))[0] ?? '';
    truncateSync(join(directory, lasting), 120);
    const reader = openJournalReader({ directory });
    await expect(readAll(reader)).rejects.toThrow(JournalCorruptError);
    await reader.close();
    expect((await setAside(directory)).lost).toContain(4);
  });

  test('of a removed segment loses its records, until the file is restored', async () => {
    const directory = await makeJournal();
    const [, second = ''] = segmentsOf(directory, '.zst');
    const bytes = readFileSync(join(directory, second));
    unlinkSync(join(directory, second));
    const { lost, kept } = await setAside(directory);
    expect(lost.length).toBeGreaterThan(3);
    expect(kept).toEqual([]);
    writeFileSync(join(directory, second), bytes);
    expect(await verifyJournal({ directory })).toMatchObject({ ok: true, records: COMMITS });
    expect((await readUntilDamage(directory)).records).toHaveLength(COMMITS);
  });

  test('of two segments with swapped names loses nothing', async () => {
    const directory = await makeJournal();
    const [, second = '', third = ''] = segmentsOf(directory, '.zst').map((file) => join(directory, file));
    renameSync(second, `${second}.x`);
    renameSync(third, second);
    renameSync(`${second}.x`, third);
    expect((await verifyJournal({ directory })).ok).toBe(false);
    expect((await readUntilDamage(directory)).error).toBeInstanceOf(JournalCorruptError);
    expect((await setAside(directory)).lost).toEqual([]);
  });

  test('of a duplicated segment loses nothing', async () => {
    const directory = await makeJournal();
    const [, second = '', third = ''] = segmentsOf(directory, '.zst');
    const number = Number(third.slice(7, 23)) - 1;
    copyFileSync(join(directory, second), join(directory, `ageing-${String(number).padStart(16, '0')}.seg.zst`));
    expect((await verifyJournal({ directory })).ok).toBe(false);
    expect((await setAside(directory)).lost).toEqual([]);
  });

  test.each([1, 2, 3, 5, 8])('in several places, with seed %i, keeps every other record', async (seed) => {
    const directory = await makeJournal();
    const files = readdirSync(directory).filter((file) => /\.seg(\.zst)?$/.test(file));
    for (const [index, file] of files.entries()) {
      const { length } = readFileSync(join(directory, file));
      if ((index + seed) % 3 === 0) flip(join(directory, file), (seed * 7919 + index * 104_729) % (length * 8));
    }
    await setAside(directory);
    const writer = await openJournalWriter({ directory, wallNow: () => 0 });
    expect(await writer.append([publication(COMMITS)])).toBe(COMMITS);
    await writer.close();
    expect((await verifyJournal({ directory })).ok).toBe(true);
  });

  test('does not prevent retention later', async () => {
    const directory = await makeJournal();
    const [, second = ''] = segmentsOf(directory, '.zst');
    flip(join(directory, second), 8 * 60);
    await setAside(directory);
    const retention = { maxAgeDays: 0, maxDiskShare: 1 };
    const writer = await openJournalWriter({ directory, wallNow: () => 0, retention });
    await writer.append([publication(COMMITS + 100)]);
    await writer.retain(COMMITS);
    await writer.close();
    const report = await verifyJournal({ directory });
    expect(report).toMatchObject({ ok: true });
    expect(report.cut.length).toBeGreaterThan(0);
  });
});

test('a corruption in the newest lasting segment is quarantined when the writer is opened', async () => {
  const directory = await makeJournal();
  const lasting = readdirSync(directory).filter((file) => file.startsWith('lasting-'))[0] ?? '';
  flip(join(directory, lasting), 8 * 100);
  const reports: string[] = [];
  const writer = await openJournalWriter({
    directory,
    wallNow: () => 0,
    onQuarantine: (detail) => reports.push(detail),
  });
  expect(writer.durableOffset).toBe(COMMITS);
  await writer.close();
  expect(reports).toEqual([
    expect.stringContaining('records 4 to 4 are lost'),
    expect.stringContaining(`${lasting}.damaged`),
  ]);
  expect(await verifyJournal({ directory })).toMatchObject({ ok: true, records: COMMITS - 1 });
});

test('a copy of a journal verifies like the journal itself', async () => {
  const directory = await makeJournal();
  const copy = join(temporaryFolder(), 'journal');
  mkdirSync(copy);
  for (const file of readdirSync(directory)) copyFileSync(join(directory, file), join(copy, file));
  expect(await verifyJournal({ directory: copy })).toEqual(await verifyJournal({ directory }));
});
