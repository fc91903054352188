import { readdirSync, readFileSync, truncateSync, unlinkSync, writeFileSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { JournalDamage } from '../../../model/journal-report.ts';
import { action, publication, range } from '../../test-records.ts';
import { quarantineDamage } from '../recover/quarantine-damage.ts';
import { temporaryFolder } from '../test-folder.ts';
import { openJournalWriter } from '../write/writer.ts';
import { watchJournal } from './watch-journal.ts';

const HOUR = 3_600_000;

test('the background verification reports a corruption once, pauses, and reads closed segments once a week', async () => {
  const directory = temporaryFolder();
  const writer = await openJournalWriter({ directory, wallNow: () => 0, segmentBytes: 300_000 });
  for (const n of range(0, 40)) await writer.append([n % 20 === 3 ? action(n) : publication(n, 40_000)]);
  await writer.retain(0);

  let clock = 0;
  const rests: number[] = [];
  const rounds: (() => void)[] = [];
  const damage: JournalDamage[] = [];
  const watch = watchJournal({
    directory,
    durableOffset: () => writer.durableOffset,
    now: () => (clock += 1),
    wait(millis) {
      if (millis < HOUR) rests.push(millis);
      return millis < HOUR ? Promise.resolve() : new Promise((resolve) => rounds.push(resolve));
    },
    onDamage: (found) => damage.push(found),
    onFault: (error) => {
      throw error;
    },
  });
  const nextRound = async (laterMillis: number) => {
    clock += laterMillis;
    const again = rounds.shift();
    again?.();
    await vi.waitFor(() => expect(rounds).toHaveLength(1), { timeout: 15_000 });
  };
  await nextRound(0);
  expect(watch).toMatchObject({ isSound: true, damagedPlaces: 0, lostRecords: 0 });
  expect(watch.checkedSegments).toBeGreaterThan(3);
  // It works for at most one twentieth of the time.
  expect(rests.length).toBeGreaterThan(3);
  expect(rests.every((millis) => millis >= 19)).toBe(true);

  const file = readdirSync(directory).filter((name) => name.startsWith('ageing-'))[1] ?? '';
  const bytes = readFileSync(join(directory, file));
  bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 4;
  writeFileSync(join(directory, file), bytes);
  await nextRound(HOUR);
  expect(watch.isSound).toBe(true);
  await nextRound(8 * 24 * HOUR);
  await nextRound(HOUR);
  expect(damage).toMatchObject([{ segment: file }]);
  expect(watch).toMatchObject({ isSound: false, damagedPlaces: 1, detail: expect.stringContaining(file) });

  // The writer continues; after the corruption is quarantined, its records are reported as lost.
  await writer.append([publication(40)]);
  await writer.close();
  await quarantineDamage(directory);
  await nextRound(HOUR);
  expect(watch).toMatchObject({ isSound: true, damagedPlaces: 0, detail: expect.stringContaining('lost') });
  expect(watch.lostRecords).toBeGreaterThan(0);
  watch.stop();
});

/** A background verification of a journal with twenty records in one segment, round by round. */
async function watchOne() {
  const directory = temporaryFolder();
  const writer = await openJournalWriter({ directory, wallNow: () => 0 });
  for (const n of range(0, 20)) await writer.append([publication(n)]);
  const rounds: (() => void)[] = [];
  const faults: unknown[] = [];
  const damage: JournalDamage[] = [];
  const watch = watchJournal({
    directory,
    durableOffset: () => writer.durableOffset,
    now: () => 0,
    wait: () => new Promise((resolve) => rounds.push(resolve)),
    onDamage: (found) => damage.push(found),
    onFault: (error) => faults.push(error),
  });
  onTestFinished(async () => {
    watch.stop();
    await writer.close();
  });
  const nextRound = async (): Promise<void> => {
    rounds.shift()?.();
    await vi.waitFor(() => expect(rounds).toHaveLength(1));
  };
  await nextRound();
  expect(watch.isSound).toBe(true);
  const path = join(directory, readdirSync(directory).find((file) => file.startsWith('ageing-')) ?? '');
  return { watch, nextRound, path, faults, damage };
}

test.each([
  ['cut where a frame ends', (path: string) => truncateSync(path, readFileSync(path).lastIndexOf('CNJ1')), '19 to 19'],
  ['deleted', (path: string) => unlinkSync(path), '0 to 19'],
])('it detects by the durable offset that the newest segment was %s', async (_, harm, records) => {
  const { watch, nextRound, path, damage } = await watchOne();
  harm(path);
  await nextRound();
  expect(watch).toMatchObject({ isSound: false, detail: expect.stringContaining(`records ${records} are missing`) });
  expect(damage).toMatchObject([{ isNewest: true }]);
});

test('while the disk cannot be read, the journal does not count as sound, with the error as detail', async () => {
  const { watch, nextRound, path, faults } = await watchOne();
  const handle = await open(path);
  await handle.close();
  const files = Object.getPrototypeOf(handle) as FileHandle;
  onTestFinished(() => void vi.restoreAllMocks());
  vi.spyOn(files, 'read').mockRejectedValueOnce(Object.assign(new Error('EIO: i/o error, read'), { code: 'EIO' }));
  await nextRound();
  expect(watch).toMatchObject({
    isSound: false,
    detail: expect.stringMatching(/ageing-\d+\.seg: EIO: i\/o error, read/),
  });
  expect(faults).toHaveLength(1);
  await nextRound();
  expect(watch).toMatchObject({ isSound: true, detail: expect.stringContaining('checked up to offset 20') });
});
