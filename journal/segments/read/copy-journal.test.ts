import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { action, offsetsOf, publication, range, readAll } from '../../test-records.ts';
import { quarantineDamage } from '../recover/quarantine-damage.ts';
import { temporaryFolder } from '../test-folder.ts';
import { verifyJournal } from '../verify/verify-journal.ts';
import { openJournalWriter } from '../write/writer.ts';
import { copyJournal } from './copy-journal.ts';
import { openJournalReader } from './reader.ts';

const wallNow = () => 0;
const DAY_SECONDS = 86_400;

/** Appends commits until it is stopped, with a retention of one day. */
async function writeWithoutEnd(directory: string) {
  const retention = { maxAgeDays: 1, maxDiskShare: 1 };
  const writer = await openJournalWriter({ directory, wallNow, segmentBytes: 2_000, retention });
  const state = { cutTo: 0, isStopping: false };
  const write = async () => {
    for (let n = 0; !state.isStopping; n += 5) {
      const at = (n * DAY_SECONDS) / 200;
      await writer.append([publication(at), publication(at + 1), action(at + 2), publication(at + 3), action(at + 4)]);
      if (n % 50 === 0) state.cutTo = await writer.retain(writer.durableOffset);
    }
  };
  const written = write();
  return {
    writer,
    state,
    async stop() {
      state.isStopping = true;
      await written;
      await writer.close();
    },
  };
}

describe('a copy of a journal', () => {
  test('is complete up to the given offset while the journal is written, compressed and deleted, and can be written', async () => {
    const directory = temporaryFolder();
    const { writer, state, stop } = await writeWithoutEnd(directory);
    for (let round = 0; round < 5; round++) {
      await expect.poll(() => state.cutTo, { timeout: 15_000 }).toBeGreaterThan(round * 200);
      const target = join(temporaryFolder(), 'copy');
      const until = writer.durableOffset;
      await copyJournal({ directory, target, until });
      expect(await verifyJournal({ directory: target })).toMatchObject({ ok: true, nextOffset: until });
      const again = await openJournalWriter({ directory: target, wallNow });
      expect(await again.append([publication(0)])).toBe(until);
      await again.close();
      expect(readdirSync(target).filter((file) => file.includes('torn'))).toEqual([]);
    }
    await stop();
  });

  test('is complete without an offset, of a journal without a writer', async () => {
    const directory = temporaryFolder();
    const writer = await openJournalWriter({ directory, wallNow });
    await writer.append([action(0), ...range(1, 50).map((n) => publication(n))]);
    await writer.close();
    const target = temporaryFolder();
    await copyJournal({ directory, target, until: null });
    const reader = openJournalReader({ directory: target });
    expect(offsetsOf(await readAll(reader))).toEqual(range(0, 50));
    await reader.close();
  });

  test('includes the recorded losses, and verifies like the original', async () => {
    const directory = temporaryFolder();
    const writer = await openJournalWriter({ directory, wallNow, segmentBytes: 2_000 });
    for (const n of range(0, 60)) await writer.append([publication(n)]);
    await writer.close();
    const [first = ''] = readdirSync(directory).filter((file) => file.startsWith('ageing'));
    const bytes = readFileSync(join(directory, first));
    writeFileSync(join(directory, first), bytes.fill(0xa5, bytes.length >> 1));
    await quarantineDamage(directory);
    const lost = await verifyJournal({ directory });
    const target = join(temporaryFolder(), 'copy');
    await copyJournal({ directory, target, until: null });
    expect(await verifyJournal({ directory: target })).toMatchObject({ ok: true, records: lost.records });
  });
});
