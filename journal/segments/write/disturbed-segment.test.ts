import { readdirSync, readFileSync, renameSync, rmSync, truncateSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { JournalCorruptError } from '../../../model/journal-corrupt-error.ts';
import { action, offsetsOf, publication, range, readAll } from '../../test-records.ts';
import { FRAME_MAGIC } from '../format/frame.ts';
import { openJournalReader } from '../read/reader.ts';
import { quarantineDamage } from '../recover/quarantine-damage.ts';
import { temporaryFolder } from '../test-folder.ts';
import { verifyJournal } from '../verify/verify-journal.ts';
import type { Disturbance } from './segment-writer.ts';
import { openJournalWriter } from './writer.ts';

const recordAt = (n: number) => (n % 5 === 3 ? action(n) : publication(n, 60));
const isOf = (family: string, n: number): boolean => (n % 5 === 3) === (family === 'lasting');

function startOfFrame(path: string, index: number): number {
  const bytes = readFileSync(path);
  return range(0, index).reduce((at) => bytes.indexOf(FRAME_MAGIC, at + 1), 0);
}

/** A writer with twenty records in one segment of each family, and a reader at its end. */
async function open() {
  const directory = temporaryFolder();
  const reports: Disturbance[] = [];
  const writer = await openJournalWriter({ directory, wallNow: () => 0, onDisturbed: (found) => reports.push(found) });
  const reader = openJournalReader({ directory });
  onTestFinished(() => reader.close());
  const append = async (count: number): Promise<void> => {
    for (let n = 0; n < count; n++) await writer.append([recordAt(writer.durableOffset)]);
  };
  const read = async (from: number): Promise<number[]> => offsetsOf(await readAll(reader, from, writer.durableOffset));
  await append(20);
  await read(0);
  const segment = (family: string): string =>
    join(directory, readdirSync(directory).findLast((file) => file.startsWith(family)) ?? '');
  return { directory, writer, reports, append, read, segment };
}

describe.each(['ageing', 'lasting'])('the open %s segment', (family) => {
  test.each([
    ['deleted', (path: string) => unlinkSync(path), 0],
    ['renamed', (path: string) => renameSync(path, `${path}.mine`), 0],
    [
      'replaced by another file',
      (path: string) => {
        writeFileSync(`${path}.other`, 'something else');
        renameSync(`${path}.other`, path);
      },
      1,
    ],
  ])('%s from outside, is restored completely', async (_, harm, replaced) => {
    const { directory, writer, reports, append, read, segment } = await open();
    harm(segment(family));
    await append(20);
    expect(reports).toEqual([{ detail: expect.stringContaining(`${family}-`), isLoss: false }]);
    expect(writer.health()).toMatchObject({ isWritable: true, detail: expect.stringContaining('no record is lost') });
    expect(writer.lossDetail).toBeNull();
    expect(await read(20)).toEqual(range(20, 40));
    const fresh = openJournalReader({ directory });
    expect(offsetsOf(await readAll(fresh, 0, 40))).toEqual(range(0, 40));
    await fresh.close();
    await writer.close();
    expect(await verifyJournal({ directory })).toMatchObject({ ok: true, records: 40 });
    const kept = readdirSync(directory).filter((file) => file.endsWith('.replaced'));
    expect(kept.map((file) => readFileSync(join(directory, file), 'utf8'))).toEqual(
      Array(replaced).fill('something else'),
    );
  });

  test('deleted before the writer is closed, is restored by closing', async () => {
    const { directory, writer, segment } = await open();
    unlinkSync(segment(family));
    await writer.close();
    expect(await verifyJournal({ directory })).toMatchObject({ ok: true, records: 20 });
  });

  test('truncated at the end of a frame, loses what was removed and nothing that is written later', async () => {
    const { directory, writer, reports, append, read, segment } = await open();
    const path = segment(family);
    truncateSync(path, startOfFrame(path, 2));
    const lost = range(0, 20)
      .filter((n) => isOf(family, n))
      .slice(2);
    await append(20);
    expect(reports).toEqual([{ detail: expect.stringContaining('records are lost'), isLoss: true }]);
    expect(writer.lossDetail).toContain('shortened');
    // A reader that has read the lost records continues; a read of them throws.
    expect(await read(20)).toEqual(range(20, 40));
    await expect(read(0)).rejects.toThrow(JournalCorruptError);
    const report = await verifyJournal({ directory });
    expect(
      report.damage.flatMap(({ lost: ranges }) => ranges.flatMap(({ from, until }) => range(from, until ?? 0))),
    ).toEqual(lost);
    await writer.close();
    expect((await quarantineDamage(directory)).losses.flatMap(({ from, until }) => range(from, until))).toEqual(lost);
    expect(await verifyJournal({ directory })).toMatchObject({ ok: true, records: 40 - lost.length });
  });
});

test('a journal whose folder was removed acknowledges nothing until the folder exists again', async () => {
  const { directory, writer, append } = await open();
  const aside = `${directory}-aside`;
  renameSync(directory, aside);
  onTestFinished(() => rmSync(aside, { recursive: true, force: true }));
  await expect(append(1)).rejects.toThrow('cannot be written');
  expect(writer.health().isWritable).toBe(false);
  renameSync(aside, directory);
  await append(1);
  expect(writer.health().isWritable).toBe(true);
  await writer.close();
  expect(await verifyJournal({ directory })).toMatchObject({ ok: true, records: 21 });
});
