import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { copyDocumentsAsOf } from './copy-documents-as-of.ts';
import { openDocuments } from './documents.ts';
import { sampleAlert, sampleBatch, sampleLedger, sampleRejected, sampleState } from './sample-batch.ts';

function open(file: string) {
  const documents = openDocuments(file);
  onTestFinished(() => documents.close());
  return documents;
}

/** An alert that was raised at this city time. */
const raised = (id: string, at: number, changes: Parameters<typeof sampleAlert>[0] = {}) =>
  sampleAlert({ id, history: [{ at, change: 'raised', severity: 'warn', by: 'citynerve', reason: '' }], ...changes });

test('a copy as of a checkpoint has what was there then, and the file itself is as before', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'citynerve-as-of-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const documents = open(join(folder, 'documents.sqlite'));
  const [ended, active] = [raised('ended', 100, { status: 'cleared' }), raised('active', 200)];
  documents.commit(
    sampleBatch(10, {
      cityTime: 1_000,
      alerts: [ended, active],
      ledger: [sampleLedger('d1', 10)],
      states: [sampleState({ at: 900 })],
      rejected: [sampleRejected(4)],
    }),
  );
  documents.saveFolds({ nextOffset: 10, cityTime: 1_000, text: '{}', keepFor: [] });
  documents.commit(
    sampleBatch(20, {
      cityTime: 2_000,
      alerts: [raised('later', 1_500), { ...active, revision: 2, status: 'cleared' }],
      ledger: [sampleLedger('d1', 20), sampleLedger('d2', 20)],
      states: [sampleState({ zoneId: 'z2', at: 1_800 })],
      rejected: [sampleRejected(14)],
    }),
  );
  documents.saveFolds({ nextOffset: 20, cityTime: 2_000, text: '{}', keepFor: [10] });

  const target = join(folder, 'generation-2', 'documents.sqlite');
  const ledger = [sampleLedger('d1', 10)];
  await copyDocumentsAsOf(join(folder, 'documents.sqlite'), target, {
    nextOffset: 10,
    cityTime: 1_000,
    ledger,
    active: [active],
  });
  const copy = open(target);
  expect(copy.committed()).toEqual({ nextOffset: 10, cityTime: 1_000 });
  expect(copy.checkpoints().map(({ nextOffset }) => nextOffset)).toEqual([10]);
  expect(copy.alerts({ status: 'all', limit: 10 }).map(({ id, revision, status }) => [id, revision, status])).toEqual(
    expect.arrayContaining([
      ['ended', 1, 'cleared'],
      ['active', 1, 'open'],
    ]),
  );
  expect(copy.alert('later')).toBeNull();
  expect(copy.ledger()).toEqual(ledger);
  expect(copy.states().map(({ at }) => at)).toEqual([900]);
  expect(copy.rejected({ limit: 10 }).map(({ offset }) => offset)).toEqual([4]);
  expect(copy.rejectedCounts().map(({ count }) => count)).toEqual([1]);
  expect([documents.alert('later')?.id, documents.rejectedCounts()[0]?.count]).toEqual(['later', 2]);

  const nowhere = join(folder, 'generation-3', 'documents.sqlite');
  const state = { nextOffset: 30, cityTime: 3_000, ledger, active: [] };
  await expect(copyDocumentsAsOf(join(folder, 'documents.sqlite'), nowhere, state)).rejects.toThrow('offset 20, not');
});
