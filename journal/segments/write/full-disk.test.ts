import { execFileSync } from 'node:child_process';
import { mkdirSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { JournalFullError } from '../../../model/journal.ts';
import { action, amendment, offsetsOf, publication, range, readAll } from '../../test-records.ts';
import { openJournalReader } from '../read/reader.ts';
import { temporaryFolder } from '../test-folder.ts';
import { verifyJournal } from '../verify/verify-journal.ts';
import { openJournalWriter } from './writer.ts';

const isRoot = process.platform === 'linux' && process.getuid?.() === 0;
const isRequired = process.env['CI'] === 'true' && isRoot;

/** Mounts a disk of one mebibyte; null: not permitted here. */
function smallDisk(): string | null {
  const folder = join(temporaryFolder(), 'disk');
  mkdirSync(folder);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder], { stdio: 'pipe' });
  } catch (error) {
    if (isRequired) throw error;
    return null;
  }
  onTestFinished(() => {
    execFileSync('umount', [folder]);
  });
  return folder;
}

describe('a journal on a full disk', () => {
  test.runIf(isRoot)(
    'refuses appends with the reason, and continues when there is space (needs root for a small tmpfs)',
    async (context) => {
      const disk = smallDisk();
      if (!disk) return context.skip('no tmpfs can be mounted here');
      const directory = join(disk, 'journal');
      const ballast = join(disk, 'ballast');
      const writer = await openJournalWriter({ directory, wallNow: () => 0 });
      await writer.append([publication(0), action(1)]);
      writeFileSync(ballast, Buffer.alloc(600 * 1024));

      const tooMuch = range(0, 20).map((n) => publication(n, 30_000));
      await expect(writer.append([action(2), ...tooMuch])).rejects.toThrow(JournalFullError);
      expect(writer.durableOffset).toBe(2);
      expect(writer.health()).toMatchObject({ isWritable: false, detail: expect.stringContaining('no room') });

      expect(await writer.append([publication(2)])).toBe(2);
      expect(writer.health().isWritable).toBe(true);
      await expect(writer.append(tooMuch)).rejects.toThrow(JournalFullError);
      unlinkSync(ballast);
      expect(await writer.append(tooMuch)).toBe(3);
      await writer.close();

      const reader = openJournalReader({ directory });
      expect(offsetsOf(await readAll(reader))).toEqual(range(0, 23));
      await reader.close();
      expect(await verifyJournal({ directory })).toMatchObject({ ok: true, records: 23 });
    },
  );

  test.runIf(isRoot)('can be opened after failed appends (needs root for a small tmpfs)', async (context) => {
    const disk = smallDisk();
    if (!disk) return context.skip('no tmpfs can be mounted here');
    const directory = join(disk, 'journal');
    const first = await openJournalWriter({ directory, wallNow: () => 0 });
    await first.append([publication(0)]);
    await expect(first.append(range(0, 40).map((n) => publication(n, 30_000)))).rejects.toThrow(JournalFullError);
    await first.close();
    const second = await openJournalWriter({ directory, wallNow: () => 0 });
    expect(second.durableOffset).toBe(1);
    await second.close();
  });

  test('past its bound takes an amendment, and what is appended with it, and nothing else', async () => {
    const writer = await openJournalWriter({ directory: temporaryFolder(), wallNow: () => 0, stopDiskShare: 0 });
    // The first look at the disk is still under way with the first append: nothing is known of it yet.
    await vi.waitFor(() => expect(writer.append([publication(0)])).rejects.toThrow(JournalFullError));
    const before = writer.durableOffset;
    expect(await writer.append([publication(1), amendment(2)])).toBe(before);
    await expect(writer.append([publication(3)])).rejects.toThrow(JournalFullError);
    await writer.close();
  });
});
