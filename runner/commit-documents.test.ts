import { expect, test } from 'vitest';
import type { Rejected } from '../model/rejected.ts';
import { openDocuments } from '../store/documents/documents.ts';
import { createDocumentsCommitter } from './commit-documents.ts';
import { alertOf, resultOf } from './test-alert.ts';

const rejected = (offset: number): Rejected => ({
  offset,
  deviceId: 'rain-1',
  topic: 't',
  receivedAt: 0,
  channel: null,
  reason: 'not-decodable',
  detail: '',
});

function setUp({ listedUpTo = 0 } = {}) {
  const documents = openDocuments(':memory:');
  const disk = { isFull: false };
  const told: string[] = [];
  const settled = [['effect-1'], ['effect-2'], []];
  const removed: (readonly string[])[] = [];
  const committer = createDocumentsCommitter({
    documents: {
      committed: documents.committed,
      commit(part) {
        if (disk.isFull) throw new Error('database or disk is full');
        removed.push(part.outbox.remove);
        documents.commit(part);
      },
    },
    effects: { takeSettled: () => settled.shift() ?? [] },
    listedUpTo,
    onAlerts: (alerts) => told.push(...alerts.map(({ id }) => id)),
  });
  return { documents, disk, told, removed, committer };
}

test('documents that take nothing get everything later, and an alert is told of only when it can be asked for', () => {
  const { documents, disk, told, removed, committer } = setUp();
  committer.add(resultOf(10, { alerts: [alertOf('flood-1')], rejected: [rejected(3)] }));
  disk.isFull = true;
  committer.commit({ nextOffset: 10, cityTime: 1_000 });
  expect(committer.trouble).toContain('database or disk is full');
  expect(committer.committedOffset).toBe(0);
  expect(told).toEqual([]);

  committer.add(resultOf(20, { alerts: [alertOf('flood-2')], rejected: [rejected(12)] }));
  disk.isFull = false;
  committer.commit({ nextOffset: 20, cityTime: 2_000 });
  expect(committer.trouble).toBeNull();
  expect(committer.committedOffset).toBe(20);
  expect(told).toEqual(['flood-1', 'flood-2']);
  expect(documents.alerts({ status: 'all', limit: 10 }).map(({ id }) => id)).toEqual(
    expect.arrayContaining(['flood-1', 'flood-2']),
  );
  expect(documents.rejected({ limit: 10 }).map(({ offset }) => offset)).toEqual([12, 3]);
  expect(removed).toEqual([['effect-1', 'effect-2']]);
});

test('what is folded again from an older checkpoint is listed once', () => {
  const { documents, committer } = setUp({ listedUpTo: 15 });
  committer.add(resultOf(10, { rejected: [rejected(3)] }));
  committer.commit({ nextOffset: 10, cityTime: 1_000 });
  expect(documents.committed()).toBeNull();
  committer.add(resultOf(20, { rejected: [rejected(12), rejected(16)] }));
  committer.commit({ nextOffset: 20, cityTime: 2_000 });
  expect(documents.rejected({ limit: 10 }).map(({ offset }) => offset)).toEqual([16]);
});
