import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { setDamageAside } from './set-damage-aside.ts';
import { temporaryFolder } from './test-folder.ts';
import { action, publication, range } from './test-records.ts';
import type { Damage } from './verify.ts';
import { watchJournal } from './watch-journal.ts';
import { openJournalWriter } from './writer.ts';

const HOUR = 3_600_000;

test('the check in the background names damage once, rests in between, and looks at a sound closed segment again only after a week', async () => {
  const directory = temporaryFolder();
  const writer = await openJournalWriter({ directory, wallNow: () => 0, segmentBytes: 300_000 });
  for (const n of range(0, 40)) await writer.append([n % 20 === 3 ? action(n) : publication(n, 40_000)]);
  await writer.retain(0);

  let clock = 0;
  const rests: number[] = [];
  const rounds: (() => void)[] = [];
  const damage: Damage[] = [];
  const watch = watchJournal({
    directory,
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
  // For each unit of work it rests nineteen.
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

  // The writer writes on; what a person sets aside is told from then on as lost.
  await writer.append([publication(40)]);
  await writer.close();
  await setDamageAside(directory);
  await nextRound(HOUR);
  expect(watch).toMatchObject({ isSound: true, damagedPlaces: 0, detail: expect.stringContaining('lost') });
  expect(watch.lostRecords).toBeGreaterThan(0);
  watch.stop();
});
