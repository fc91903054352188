import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openJournal } from '../journal/open-journal.ts';
import type { JournalRecord } from '../model/journal-record.ts';
import { openTestGateway } from './testing/test-gateway.ts';

test('what is acknowledged can be read back from the segment files', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'citynerve-gateway-journal-'));
  const journal = await openJournal(directory).openWriter({ wallNow: Date.now });
  onTestFinished(async () => {
    await journal.close();
    await rm(directory, { recursive: true });
  });
  const { connect } = await openTestGateway({ journal });
  const gauge = await connect('gauge-1');
  const bodies = Array.from({ length: 500 }, (_, seq) => `{"rain":0.2,"seq":${seq}}`);
  await Promise.all(bodies.map((body) => gauge.publishAsync('city/v1/devices/gauge-1/telemetry', body, { qos: 1 })));
  const records: JournalRecord[] = [];
  const reader = openJournal(directory).openReader();
  for await (const batch of reader.read({ from: 0, until: journal.durableOffset })) records.push(...batch.records);
  await reader.close();
  const said = records.flatMap((record) =>
    record.kind === 'publication' ? [Buffer.from(record.payload).toString()] : [],
  );
  expect(said).toEqual(bodies);
  expect(records.slice(0, 2).map(({ kind }) => kind)).toEqual(['gap', 'presence']);
});
