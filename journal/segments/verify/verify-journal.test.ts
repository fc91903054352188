import { readdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { JournalCorruptError } from '../../../model/journal-corrupt-error.ts';
import { action, publication, range, readAll } from '../../test-records.ts';
import { FRAME_HEADER_BYTES } from '../format/frame.ts';
import { openJournalReader } from '../read/reader.ts';
import { temporaryFolder } from '../test-folder.ts';
import { openJournalWriter } from '../write/writer.ts';
import { verifyJournal } from './verify-journal.ts';

const AGEING = 'ageing-0000000000000000.seg';

async function makeJournal(segmentBytes = 1_000_000): Promise<string> {
  const directory = temporaryFolder();
  const writer = await openJournalWriter({ directory, wallNow: () => 0, segmentBytes });
  for (const n of range(0, 10)) await writer.append(n % 3 === 2 ? [action(n)] : [publication(n)]);
  await writer.retain(0);
  await writer.close();
  return directory;
}

/** The positions of the frames in a segment, by the lengths in their headers. */
function framesOf(bytes: Buffer): number[] {
  const places: number[] = [];
  for (let at = 0; at < bytes.length; at += FRAME_HEADER_BYTES + bytes.readUInt32LE(at + 8)) places.push(at);
  return places;
}

describe('the verification of a journal', () => {
  test('finds an intact journal in order, and reports its progress', async () => {
    const directory = await makeJournal();
    const seen: number[] = [];
    const report = await verifyJournal({ directory, onProgress: ({ records }) => seen.push(records) });
    expect(report).toMatchObject({ ok: true, frames: 10, records: 10, segments: 2, nextOffset: 10, cut: [] });
    expect(report.chainHead).toMatch(/^[0-9a-f]{64}$/);
    expect(seen.at(-1)).toBe(10);
  });

  test('finds an empty journal in order', async () => {
    expect(await verifyJournal({ directory: temporaryFolder() })).toMatchObject({
      ok: true,
      records: 0,
      nextOffset: 0,
    });
  });

  test('names segment and offset of any altered byte, and so does a reader', async () => {
    const directory = await makeJournal();
    const path = join(directory, AGEING);
    const bytes = readFileSync(path);
    const begin = framesOf(bytes)[2] ?? 0;
    const end = framesOf(bytes)[3] ?? 0;
    for (let at = begin; at < end; at++) {
      const altered = Buffer.from(bytes);
      altered[at] = (altered[at] ?? 0) ^ 0x10;
      writeFileSync(path, altered);
      const report = await verifyJournal({ directory });
      // If the header is corrupt, the offset is the end of the last valid frame of this segment (before an action).
      expect([2, 3]).toContain(report.firstBad?.offset);
      expect(report).toMatchObject({ ok: false, firstBad: { segment: AGEING } });
      const reader = openJournalReader({ directory });
      await expect(readAll(reader, 0, 10)).rejects.toThrow(JournalCorruptError);
      await reader.close();
    }
  });

  test('finds a frame that was altered together with its checksums', async () => {
    const directory = await makeJournal();
    const path = join(directory, AGEING);
    const bytes = readFileSync(path);
    const [, , begin = 0, end = 0] = framesOf(bytes);
    const payload = bytes.subarray(begin + FRAME_HEADER_BYTES, end);
    payload[payload.length - 1] = 0x39;
    bytes.writeUInt32LE(crc32(payload), begin + 72);
    bytes.writeUInt32LE(crc32(bytes.subarray(begin, begin + 76)), begin + 76);
    writeFileSync(path, bytes);
    const report = await verifyJournal({ directory });
    expect(report.firstBad).toMatchObject({ segment: AGEING, offset: 3 });
    expect(report.firstBad?.detail).toContain('does not follow');
  });

  test('finds a compressed segment that was altered', async () => {
    const directory = await makeJournal(1);
    const file = readdirSync(directory).filter((name) => name.endsWith('.zst'))[2] ?? '';
    const bytes = readFileSync(join(directory, file));
    bytes[30] = (bytes[30] ?? 0) ^ 1;
    writeFileSync(join(directory, file), bytes);
    expect(await verifyJournal({ directory })).toMatchObject({ ok: false, firstBad: { segment: file } });
  });

  test('finds that a segment was removed', async () => {
    const directory = await makeJournal(1);
    const files = readdirSync(directory).filter((name) => name.startsWith('lasting-'));
    unlinkSync(join(directory, files[1] ?? ''));
    const report = await verifyJournal({ directory });
    expect(report).toMatchObject({ ok: false, firstBad: { offset: 5 } });
    expect(report.firstBad?.detail).toContain('missing');
  });

  test('finds nothing wrong while a writer begins, compresses and deletes segments', async () => {
    const directory = temporaryFolder();
    const retention = { maxAgeDays: 0.0005, maxDiskShare: 1 };
    const writer = await openJournalWriter({ directory, wallNow: () => 0, segmentBytes: 4_000, retention });
    let isDone = false;
    const writing = (async () => {
      for (let n = 0; !isDone; n += 3) {
        await writer.append([publication(n, 200), ...(n % 7 === 0 ? [action(n + 1)] : []), publication(n + 2, 900)]);
        if (n % 120 === 0) await writer.retain(writer.durableOffset);
      }
    })();
    let cuts = 0;
    for (let round = 0; round < 60 || cuts === 0; round += 1) {
      const report = await verifyJournal({ directory, durableOffset: writer.durableOffset });
      expect(report.damage).toEqual([]);
      cuts = report.cut.length;
    }
    isDone = true;
    await writing;
    await writer.close();
    expect(cuts).toBeGreaterThan(0);
  });
});
