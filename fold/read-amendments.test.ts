import { expect, test } from 'vitest';
import type { Amendment } from '../model/amendment.ts';
import { JournalCorruptError } from '../model/journal-corrupt-error.ts';
import type { JournalBatch, Journalled } from '../model/journal-record.ts';
import { readAmendments } from './read-amendments.ts';

const amendment = (amendmentId: string, fromOffset: number): Amendment => ({
  amendmentId,
  user: 'li',
  fromOffset,
  untilOffset: null,
  amendment: { type: 'series-skipped', reason: 'no room' },
});
const tick: Journalled = { kind: 'tick', receivedAt: 0, wallAt: 0, offset: 0 };
const recordOf = (each: Amendment, offset: number): Journalled => ({
  kind: 'amendment',
  receivedAt: 0,
  wallAt: 0,
  offset,
  ...each,
});

/** A journal of these records in batches of two, which ends in damage where that is given. */
function readerOf(records: readonly Journalled[], damage?: Error) {
  return {
    async *read(): AsyncGenerator<JournalBatch> {
      for (let from = 0; from < records.length; from += 2) {
        yield { records: records.slice(from, from + 2), nextOffset: from + 2 };
      }
      if (damage) throw damage;
    },
  };
}

test('amendments are read in the order of the journal, each once', async () => {
  const [a, b] = [amendment('a', 7), amendment('b', 3)];
  const records = [tick, recordOf(a, 1), recordOf(b, 2), recordOf(amendment('a', 9), 3)];
  expect(await readAmendments(readerOf(records))).toEqual([a, b]);
});

test('corruption is thrown, or reported if a callback is given; any other error is thrown', async () => {
  const a = amendment('a', 7);
  const damage = new JournalCorruptError('lasting-1.seg', 1, 'the checksum does not match');
  const damaged = readerOf([recordOf(a, 0)], damage);
  await expect(readAmendments(damaged)).rejects.toBe(damage);
  const seen: Error[] = [];
  expect(await readAmendments(damaged, 9, (error) => seen.push(error))).toEqual([a]);
  expect(seen).toEqual([damage]);
  const broken = readerOf([], new TypeError('a fault of the reader'));
  await expect(readAmendments(broken, 9, (error) => seen.push(error))).rejects.toThrow(TypeError);
});

test('a shift of the clock without an end ends before the amendment', async () => {
  const shift = { ...amendment('a', 7), amendment: { type: 'clock-shifted', millis: 5 } } as const;
  expect(await readAmendments(readerOf([recordOf(shift, 9)]))).toEqual([{ ...shift, untilOffset: 9 }]);
});
