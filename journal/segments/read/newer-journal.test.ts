import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { expect, test } from 'vitest';
import { NewerVersionError } from '../../../model/newer-version-error.ts';
import { config, publication, range, readAll } from '../../test-records.ts';
import { temporaryFolder } from '../test-folder.ts';
import { verifyJournal } from '../verify/verify-journal.ts';
import { openJournalWriter } from '../write/writer.ts';
import { openJournalReader } from './reader.ts';

/** Marks the last frame of a segment as format 2, as a newer Citynerve would write it. */
function makeNewer(path: string): void {
  const bytes = readFileSync(path);
  const at = bytes.lastIndexOf('CNJ1');
  bytes[at + 4] = 2;
  bytes.writeUInt32LE(crc32(bytes.subarray(at, at + 76)), at + 76);
  writeFileSync(path, bytes);
}

test.each(['ageing', 'lasting'])(
  'a journal whose newest %s frame has a newer format is refused, and left unchanged',
  async (family) => {
    const directory = temporaryFolder();
    const writer = await openJournalWriter({ directory, wallNow: () => 0 });
    await writer.append([config(0), ...range(1, 10).map((n) => publication(n))]);
    await writer.append([publication(10), config(11)]);
    await writer.close();
    const files = () => readdirSync(directory).map((file) => [file, readFileSync(join(directory, file), 'hex')]);
    const path = readdirSync(directory).find((file) => file.startsWith(family)) ?? '';
    makeNewer(join(directory, path));
    const before = files();

    await expect(openJournalWriter({ directory, wallNow: () => 0 })).rejects.toThrow(NewerVersionError);
    await expect(openJournalWriter({ directory, wallNow: () => 0 })).rejects.toThrow('start the newer Citynerve');
    expect(files()).toEqual(before);
    const reader = openJournalReader({ directory });
    await expect(readAll(reader)).rejects.toThrow(NewerVersionError);
    await reader.close();
    await expect(verifyJournal({ directory })).rejects.toThrow(NewerVersionError);
  },
);
