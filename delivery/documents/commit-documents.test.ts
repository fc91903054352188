import { expect, test } from 'vitest';
import type { Effect } from '../../model/effect.ts';
import type { Rejected } from '../../model/rejected.ts';
import { openDocuments } from '../../store/documents/documents.ts';
import { alertOf, resultOf } from '../test-alert.ts';
import { createDocumentsCommitter } from './commit-documents.ts';

const rejected = (offset: number): Rejected => ({
  offset,
  deviceId: 'rain-1',
  topic: 't',
  receivedAt: 0,
  channel: null,
  reason: 'not-decodable',
  detail: '',
});

const publish = (alert: Effect['alert']): Effect => ({
  type: 'alert.publish',
  id: `${alert.id}@${alert.revision}`,
  staleAfter: 0,
  alert,
});

function setUp({ listedUpTo = 0, documents = openDocuments(':memory:'), nextTurn = async () => {} } = {}) {
  const closing = new AbortController();
  const disk = { isFull: false };
  const told: string[] = [];
  const settled = [['effect-1'], ['effect-2'], []];
  const removed: (readonly string[])[] = [];
  const asked: string[] = [];
  const keptFrom: number[] = [];
  const refuseWhenFull = () => {
    if (disk.isFull) throw new Error('database or disk is full');
  };
  const committer = createDocumentsCommitter({
    documents: {
      ...documents,
      commit(part) {
        refuseWhenFull();
        removed.push(part.outbox.remove);
        documents.commit(part);
      },
      saveFolds(saved) {
        refuseWhenFull();
        documents.saveFolds(saved);
      },
    },
    effects: {
      add: (effects) => asked.push(...effects.map(({ id }) => id)),
      takeSettled: () => settled.shift() ?? [],
    },
    listedUpTo,
    onAlerts: (alerts) => told.push(...alerts.map(({ id }) => id)),
    onKeptFrom: (offset) => keptFrom.push(offset),
    turns: { now: () => 0, next: nextTurn, millisATurn: 0 },
    signal: closing.signal,
  });
  return { documents, closing, disk, told, removed, asked, keptFrom, committer };
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

const upTo = (nextOffset: number, folds?: Readonly<Record<string, unknown>>) => ({
  nextOffset,
  cityTime: nextOffset * 100,
  ...(folds && { folds }),
});

test('what the documents tell of already does not gather when it is folded again, and its effects are not asked for again', () => {
  const documents = openDocuments(':memory:');
  documents.commit({ ...resultOf(0), ...upTo(100_000, { n: 100_000 }), outbox: { add: [], remove: [] } });
  const { disk, asked, committer, keptFrom, told } = setUp({ listedUpTo: 100_000, documents });
  // A disk without room must not make it grow either.
  disk.isFull = true;
  for (let offset = 1; offset <= 30_000; offset += 1) {
    const alert = alertOf(`a${offset}`);
    committer.add(resultOf(offset, { alerts: [alert], rejected: [rejected(offset)], effects: [publish(alert)] }));
    if (offset % 1_000 === 0) committer.commit(upTo(offset, { n: offset }));
  }
  expect(committer.trouble).toContain('database or disk is full');
  expect([committer.hasRoom, asked]).toEqual([true, []]);
  disk.isFull = false;
  for (const offset of [31_000, 32_000, 33_000]) committer.commit(upTo(offset, { n: offset }));
  expect(committer.trouble).toBeNull();
  // A kill here: a start goes on from 33,000, not from the beginning, and the journal is kept for it.
  expect(documents.checkpoints().map(({ nextOffset }) => nextOffset)).toEqual([100_000, 33_000, 32_000]);
  expect(keptFrom).toEqual([31_000, 31_000, 32_000]);

  const alert = alertOf('new');
  committer.add(resultOf(100_001, { alerts: [alert], rejected: [rejected(100_000)], effects: [publish(alert)] }));
  committer.commit(upTo(100_001, { n: 100_001 }));
  expect([told, asked]).toEqual([['new'], ['new@1']]);
  expect(documents.rejected({ limit: 10 }).map(({ offset }) => offset)).toEqual([100_000]);
  expect(documents.outbox().map(({ id }) => id)).toEqual(['new@1']);
  expect(keptFrom.at(-1)).toBe(100_000);
});

test('the fold has to wait once too much waits for documents that take nothing, until they do', () => {
  const { disk, documents, committer } = setUp();
  disk.isFull = true;
  committer.commit(upTo(0));
  for (let offset = 1; committer.hasRoom; offset += 1) {
    expect(offset).toBeLessThanOrEqual(20_000);
    committer.add(resultOf(offset, { rejected: [rejected(offset - 1)] }));
  }
  expect(committer.trouble).toContain('the fold waits');
  disk.isFull = false;
  committer.commit(upTo(20_000));
  expect([committer.hasRoom, committer.trouble]).toEqual([true, null]);
  expect(documents.rejectedCounts()).toMatchObject([{ count: 20_000 }]);
});

test('tells where the oldest checkpoint stands: the newest may not load, and then the journal is needed from there', () => {
  const { disk, keptFrom, committer } = setUp();
  for (const offset of [10, 20, 30]) committer.commit(upTo(offset, { n: offset }));
  committer.commit(upTo(35));
  disk.isFull = true;
  committer.commit(upTo(40, { n: 40 }));
  expect(keptFrom).toEqual([10, 10, 20]);
});

test('an alert that the fold does not know any more is withdrawn once it has caught up, told, and listed once', () => {
  const { asked, documents, told, committer } = setUp();
  const [lost, kept, over] = ['lost', 'kept', 'over'].map((id) => alertOf(id)) as [
    Effect['alert'],
    Effect['alert'],
    Effect['alert'],
  ];
  committer.add(resultOf(10, { alerts: [lost, kept, over] }));
  committer.commit(upTo(10));
  committer.add(resultOf(20, { alerts: [alertOf('over', { revision: 2, status: 'cleared' })] }));
  const other = alertOf('kept', { revision: 3 });
  for (let again = 0; again < 2; again += 1) committer.mend([other], upTo(20));
  expect(documents.alerts({ status: 'active', limit: 10 })).toEqual([other]);
  expect(documents.alert('lost')).toMatchObject({
    revision: 2,
    status: 'cleared',
    clearedAt: 2_000,
    history: [{ at: 2_000, change: 'withdrawn', by: 'citynerve', reason: expect.stringContaining('journal') }],
  });
  expect(documents.alert('over')).toMatchObject({ revision: 2, history: [] });
  expect(asked).toEqual(['lost@2']);
  expect(documents.outbox().map(({ id }) => id)).toEqual(['lost@2']);
  expect(told).toEqual(['lost', 'kept', 'over', 'over', 'lost', 'kept']);
});

test('a withdrawal that the documents do not take at once is told when they have', () => {
  const { asked, disk, committer } = setUp();
  committer.add(resultOf(10, { alerts: [alertOf('lost')] }));
  committer.commit(upTo(10));
  disk.isFull = true;
  committer.mend([], upTo(20));
  expect(asked).toEqual([]);
  disk.isFull = false;
  committer.commit(upTo(30));
  expect(asked).toEqual(['lost@2']);
});

test('a checkpoint in turns is of the place where it began, and forgets only what was done before', async () => {
  const flood = alertOf('flood-1');
  const turn = Promise.withResolvers<void>();
  const { documents, keptFrom, committer } = setUp({ nextTurn: () => turn.promise });
  committer.add(resultOf(10, { rejected: [rejected(3)], effects: [publish(flood)] }));
  const saved = committer.checkpoint({ ...upTo(10), folds: { n: 10 } });
  // Listed at once, while the checkpoint is being made; and more is listed and done before it is.
  expect(documents.rejected({ limit: 10 })).toHaveLength(1);
  committer.add(resultOf(20, { rejected: [rejected(12)], effects: [publish(alertOf('flood-2'))] }));
  committer.commit(upTo(20));
  expect([documents.checkpoints(), keptFrom]).toEqual([[], []]);
  documents.commit({ ...resultOf(20), ...upTo(20), outbox: { add: [], remove: ['flood-2@1'] } });
  turn.resolve();
  await saved;

  expect(documents.checkpoints().map(({ nextOffset, folds }) => [nextOffset, folds()])).toEqual([[10, { n: 10 }]]);
  expect([documents.committed()?.nextOffset, keptFrom]).toEqual([20, [10]]);
  // A start folds again from 10 on, and asks again for what was done.
  documents.commit({ ...resultOf(20), ...upTo(20), outbox: { add: [publish(alertOf('flood-2'))], remove: [] } });
  expect(documents.outbox().map(({ id }) => id)).toEqual(['flood-1@1']);
});

test('a checkpoint in turns is given up when the documents close, and while they take nothing', async () => {
  const turn = Promise.withResolvers<void>();
  const { documents, disk, closing, committer } = setUp({ nextTurn: () => turn.promise });
  const late = committer.checkpoint({ ...upTo(10), folds: { n: 10 } });
  disk.isFull = true;
  expect(await committer.checkpoint({ ...upTo(20), folds: { n: 20 } })).toBe(0);
  disk.isFull = false;
  closing.abort();
  turn.resolve();
  await late;
  expect(documents.checkpoints()).toEqual([]);
});
