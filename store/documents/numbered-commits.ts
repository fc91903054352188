import { openDocuments } from './documents.ts';
import { sampleAlert, sampleBatch, sampleLedger, sampleRejected, sampleState } from './sample-batch.ts';

// Run as a process of its own by killed-commit.test.ts: each long commit writes its number everywhere, until it is
// killed.
const documents = openDocuments(process.argv[2] as string);
const many = Array.from({ length: 400 }, (_, i) => `${i}`);
for (let n = (documents.committed()?.nextOffset ?? 0) + 1; ; n += 1) {
  const part = sampleBatch(n, {
    alerts: many.map((id) => sampleAlert({ id, revision: n })),
    ledger: many.map((id) => sampleLedger(id, n)),
    states: many.map((zoneId) => sampleState({ zoneId, at: n })),
    rejected: [sampleRejected(n)],
  });
  process.stdout.write(`begin ${n}\n`);
  documents.commit(part);
  process.stdout.write(`done ${n}\n`);
}
