import { expect, test } from 'vitest';
import type { DocumentsBatch } from '../../model/documents-batch.ts';
import type { Rejected } from '../../model/rejected.ts';
import { resultOf } from '../test-alert.ts';
import { createDocumentsSink } from './documents-sink.ts';

const refused = (offset: number): Rejected => ({
  offset,
  deviceId: 'drain-1',
  topic: 'city/v1/devices/drain-1/telemetry',
  receivedAt: offset,
  channel: 'level',
  reason: 'refused-by-store',
  detail: 'out of range',
});

test('of refused values that wait for a full disk the newest are listed, and it is said how many are not', async () => {
  const commits: DocumentsBatch[] = [];
  let isFull = true;
  const sink = createDocumentsSink({
    documents: {
      committed: () => null,
      commit(part) {
        if (isFull) throw new Error('no room');
        commits.push(part);
      },
      alerts: () => [],
      alert: () => null,
    },
    active: () => [],
    onWithdrawn: () => {},
  });
  const offsets = Array.from({ length: 6_000 }, (_, offset) => offset);
  sink.note(offsets.map(refused));
  await expect(sink.take([resultOf(1)])).rejects.toThrow('no room');
  sink.note(offsets.map((offset) => refused(6_000 + offset)));
  sink.note([refused(12_000)]);
  isFull = false;
  await sink.take([resultOf(1)]);
  const rejected = commits.flatMap((part) => part.rejected);
  expect([rejected.length, rejected.at(-1)]).toEqual([10_000, refused(12_000)]);
  expect(rejected[0]).toMatchObject({
    offset: 2_001,
    detail:
      'out of range (2001 before it are not listed: the documents could not be written for too long; the ledger counts them)',
  });
  expect(rejected[1]).toEqual(refused(2_002));

  sink.note([refused(12_001)]);
  await sink.take([resultOf(2)]);
  expect(commits.at(-1)?.rejected).toEqual([refused(12_001)]);
});
