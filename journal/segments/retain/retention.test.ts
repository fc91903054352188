import { copyFileSync, readdirSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { JournalCorruptError } from '../../../model/journal-corrupt-error.ts';
import { action, config, offsetsOf, publication, range, readAll } from '../../test-records.ts';
import { readCutMark } from '../format/cut-mark.ts';
import { openJournalReader } from '../read/reader.ts';
import { temporaryFolder } from '../test-folder.ts';
import { verifyJournal } from '../verify/verify-journal.ts';
import { openJournalWriter } from '../write/writer.ts';

const wallNow = () => 0;
/** Every commit closes its segment. */
const segmentBytes = 1;
const DAY_RECORDS = 86_400;
const ONE_DAY = { maxAgeDays: 1, maxDiskShare: 1 };

/**
 * Publications half a day apart, with a config record and actions: offsets 0 to 9, of which 1, 2, 4, 5, 6, 8, 9 age.
 */
async function makeJournal(retention = ONE_DAY) {
  const directory = temporaryFolder();
  const writer = await openJournalWriter({ directory, wallNow, segmentBytes, retention });
  const at = (halfDays: number): number => halfDays * (DAY_RECORDS / 2);
  await writer.append([config(0)]);
  await writer.append([publication(at(0)), publication(at(0) + 1), action(at(1)), publication(at(1))]);
  await writer.append([publication(at(2))]);
  await writer.append([publication(at(3)), action(at(3))]);
  await writer.append([publication(at(4))]);
  await writer.append([publication(at(5))]);
  return { directory, writer };
}

const ageingFiles = (directory: string): string[] =>
  readdirSync(directory).filter((file) => file.startsWith('ageing-'));

describe('the retention of a journal', () => {
  test('deletes closed ageing segments by city time, and no lasting records', async () => {
    const { directory, writer } = await makeJournal();
    expect(await writer.retain(writer.durableOffset)).toBe(6);
    const reader = openJournalReader({ directory });
    expect(await reader.firstOffset()).toBe(6);
    const records = await readAll(reader, 0, writer.durableOffset);
    expect(records.map((record) => `${record.offset} ${record.kind}`)).toEqual([
      '0 config',
      '3 action',
      '6 publication',
      '7 action',
      '8 publication',
      '9 publication',
    ]);
    expect(offsetsOf(await readAll(reader, 2, 7))).toEqual([3, 6]);
    expect(offsetsOf(await readAll(reader, 4, 6))).toEqual([]);
    await reader.close();
    await writer.close();
  });

  test('leaves a chain that can be verified across deleted ranges, also after a restart', async () => {
    const { directory, writer } = await makeJournal();
    await writer.retain(writer.durableOffset);
    await writer.close();
    const cut = [
      { from: 1, until: 3 },
      { from: 4, until: 6 },
    ];
    expect(await verifyJournal({ directory })).toMatchObject({ ok: true, records: 6, nextOffset: 10, cut });
    const again = await openJournalWriter({ directory, wallNow, segmentBytes, retention: ONE_DAY });
    expect(await again.append([publication(9 * DAY_RECORDS)])).toBe(10);
    expect(await again.retain(11)).toBe(10);
    await again.close();
    expect(await verifyJournal({ directory })).toMatchObject({ ok: true, nextOffset: 11 });
  });

  test('never deletes what the slowest fold still needs', async () => {
    for (const keepFrom of range(0, 11)) {
      const { directory, writer } = await makeJournal();
      const first = await writer.retain(keepFrom);
      expect(first).toBeLessThanOrEqual(keepFrom);
      const reader = openJournalReader({ directory });
      expect(offsetsOf(await readAll(reader, keepFrom))).toEqual(range(keepFrom, 10));
      await reader.close();
      await writer.close();
    }
  });

  test('heldUntil is the next cut that a reader holds back, and only a cut that the rules ask for', async () => {
    const { writer } = await makeJournal();
    expect(writer.heldUntil).toBeNull();
    for (const [keepFrom, heldUntil] of [
      [0, 5],
      [4, 5],
      [5, 6],
      [6, null],
    ] as const) {
      await writer.retain(keepFrom);
      expect([keepFrom, writer.heldUntil]).toEqual([keepFrom, heldUntil]);
    }
    await writer.close();
  });

  test('deletes by the share of the disk, but never the open segment', async () => {
    const { directory, writer } = await makeJournal({ maxAgeDays: 1000, maxDiskShare: 0 });
    expect(await writer.retain(10)).toBe(9);
    expect(ageingFiles(directory)).toEqual(['ageing-0000000000000009.seg']);
    await writer.close();
  });

  test('deletes nothing without rules, and compresses closed segments', async () => {
    const directory = temporaryFolder();
    const writer = await openJournalWriter({ directory, wallNow, segmentBytes });
    for (const n of range(0, 4)) await writer.append([publication(n, 3000)]);
    const before = writer.health();
    expect(await writer.retain(4)).toBe(0);
    expect(ageingFiles(directory).filter((file) => file.endsWith('.zst')).length).toBe(3);
    expect(writer.health().segments).toBe(4);
    expect(writer.health().bytes).toBeLessThanOrEqual(before.bytes);
    await writer.close();
  });

  test('finishes a deletion that a crash interrupted at the next start', async () => {
    const { directory, writer } = await makeJournal();
    const saved = temporaryFolder();
    await writer.retain(0);
    for (const file of ageingFiles(directory)) copyFileSync(join(directory, file), join(saved, file));
    await writer.retain(10);
    await writer.close();
    const kept = ageingFiles(directory);
    for (const file of readdirSync(saved))
      if (!kept.includes(file)) copyFileSync(join(saved, file), join(directory, file));
    expect(await verifyJournal({ directory })).toMatchObject({ ok: true, records: 10 });
    await (await openJournalWriter({ directory, wallNow, segmentBytes })).close();
    expect(ageingFiles(directory).length).toBe(kept.length);
  });
});

describe('a reader concurrent with retention', () => {
  test('continues while the segments that it reads are compressed and deleted', async () => {
    const directory = temporaryFolder();
    const retention = { maxAgeDays: 1000, maxDiskShare: 0 };
    const writer = await openJournalWriter({ directory, wallNow, segmentBytes, retention });
    for (const n of range(0, 30)) await writer.append([publication(n), ...(n % 10 === 0 ? [action(n)] : [])]);
    const reader = openJournalReader({ directory });
    const seen: number[] = [];
    for await (const batch of reader.read({ from: 0, until: 33, maxRecords: 3 })) {
      seen.push(...offsetsOf(batch.records));
      await writer.retain(Math.min(33, (seen.at(-1) ?? 0) + 6));
    }
    const holes = (await readCutMark(directory)).holes;
    const missing = range(0, 33).filter((offset) => !seen.includes(offset));
    expect(missing.every((offset) => holes.some((hole) => hole.from <= offset && offset < hole.until))).toBe(true);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(seen).toEqual(expect.arrayContaining([1, 12, 23, 32]));
    await reader.close();
    await writer.close();
  });

  test('throws for missing records that retention did not delete', async () => {
    const { directory, writer } = await makeJournal();
    await writer.close();
    unlinkSync(join(directory, ageingFiles(directory)[1] ?? ''));
    const reader = openJournalReader({ directory });
    await expect(readAll(reader)).rejects.toThrow(JournalCorruptError);
    await reader.close();
  });

  test('reads lasting records only', async () => {
    const { directory, writer } = await makeJournal();
    const reader = openJournalReader({ directory });
    const offsets: number[] = [];
    for await (const batch of reader.read({ from: 0, until: 10, kinds: 'lasting' }))
      offsets.push(...offsetsOf(batch.records));
    expect(offsets).toEqual([0, 3, 7]);
    await reader.close();
    await writer.close();
  });
});
