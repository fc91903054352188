import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { publication, range } from '../../test-records.ts';
import { temporaryFolder } from '../test-folder.ts';
import { openJournalWriter } from '../write/writer.ts';
import { openJournalReader } from './reader.ts';

/** A heartbeat, an alert or a question of the page must not wait until a whole segment is read. */
test('the event loop has its turn between two batches of a compressed segment', async () => {
  const directory = temporaryFolder();
  const writer = await openJournalWriter({ directory, wallNow: () => 0, segmentBytes: 4_000 });
  for (const n of range(0, 4)) await writer.append(range(0, 50).map((m) => publication(50 * n + m)));
  await writer.retain(0);
  await writer.close();
  const reader = openJournalReader({ directory });
  let [turns, isOver] = [0, false];
  const others = (async () => {
    for (; !isOver; turns += 1) await nextTurn();
  })();
  const turnsByBatch: number[] = [];
  for await (const _ of reader.read({ from: 0, until: 50, maxRecords: 10 })) turnsByBatch.push(turns);
  isOver = true;
  await Promise.all([others, reader.close()]);
  expect(turnsByBatch).toHaveLength(5);
  for (const [index, seen] of turnsByBatch.entries()) expect(seen).toBeGreaterThanOrEqual(index);
  expect(new Set(turnsByBatch.slice(1)).size).toBe(4);
});
