import { expect, test, vi } from 'vitest';
import { JournalCorruptError } from '../../../model/journal-corrupt-error.ts';
import { publication, readAll } from '../../test-records.ts';
import { temporaryFolder } from '../test-folder.ts';
import { openJournalWriter } from '../write/writer.ts';
import { openJournalReader } from './reader.ts';

const decoding = vi.hoisted(() => ({ failure: null as Error | null }));
vi.mock('../format/record-codec.ts', async (original) => {
  const real = await original<typeof import('../format/record-codec.ts')>();
  const decodeRecord: typeof real.decodeRecord = (...given) => {
    if (decoding.failure) throw decoding.failure;
    return real.decodeRecord(...given);
  };
  return { ...real, decodeRecord };
});

test('a record that cannot be decoded is a corruption; a programming error is not', async () => {
  const directory = temporaryFolder();
  const writer = await openJournalWriter({ directory, wallNow: () => 0 });
  await writer.append([publication(0)]);
  await writer.close();
  const reader = openJournalReader({ directory });
  decoding.failure = new RangeError('a record reaches beyond its frame');
  await expect(readAll(reader)).rejects.toThrow(JournalCorruptError);
  decoding.failure = new TypeError('x is not a function');
  await expect(readAll(reader)).rejects.toBe(decoding.failure);
  decoding.failure = null;
  expect(await readAll(reader)).toHaveLength(1);
  await reader.close();
});
