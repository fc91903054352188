import { readdirSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { openJournal } from '../../journal/open-journal.ts';
import type { Alert } from '../../model/alert.ts';
import { messageDifference, valueDifference } from '../../model/ledger.ts';
import { openDocuments } from '../../store/documents/documents.ts';
import { sampleAlert, sampleBatch } from '../../store/documents/sample-batch.ts';
import { eventually } from '../harness/eventually.ts';
import { journalledPublication } from '../harness/journalled-publication.ts';
import { startTestCity, type TestCity, testDevice } from '../harness/test-city.ts';

const DEVICE = 'drain-1';
const TOPIC = `city/v1/devices/${DEVICE}/telemetry`;
const startedAt = Date.now() - 600_000;
const payloadOf = (seq: number) =>
  JSON.stringify({ boot: 'b', seq, ts: startedAt + seq, values: { level: 1 + (seq % 100) / 100 } });

let city: TestCity | undefined;
afterEach(() => city?.close());

test('a store that is lost after retention has cut the journal: what is missing is named, and no alert from there stays active', async () => {
  city = await startTestCity({ devices: [testDevice(DEVICE, 'drain-level')] });
  const here = city;
  const client = await here.connect(DEVICE);
  for (let seq = 0; seq < 50; seq += 1) await client.publishAsync(TOPIC, payloadOf(seq), { qos: 1 });
  await client.endAsync();
  await here.folded();
  await here.running.close();

  // As months later: retention has cut the readings of an alert, which is left in the documents only.
  const documents = openDocuments(here.folder.documents);
  const { nextOffset, cityTime } = documents.committed() ?? { nextOffset: 0, cityTime: 0 };
  const alert = sampleAlert({ zoneId: 'underpass', raisedAt: cityTime, activeAt: cityTime });
  documents.commit({ ...sampleBatch(nextOffset), cityTime, alerts: [alert] });
  documents.close();
  const retention = { maxAgeDays: 0, maxDiskShare: 0 };
  const writer = await openJournal(here.folder.journal).openWriter({
    wallNow: Date.now,
    segmentBytes: 3_000,
    retention,
  });
  for (let seq = 50; seq < 300; seq += 1) await writer.append([journalledPublication(DEVICE, payloadOf(seq), seq + 1)]);
  await writer.retain(writer.durableOffset - 100);
  await writer.close();
  const reader = openJournal(here.folder.journal).openReader();
  const first = await reader.firstOffset();
  await reader.close();
  expect(first).toBeGreaterThan(nextOffset);
  const store = dirname(here.folder.readings);
  for (const file of readdirSync(store)) rmSync(`${store}/${file}`);

  for (let start = 0; start < 2; start += 1) {
    await here.restart();
    await eventually(() => here.folded());
    await eventually(async () => {
      const ready = await here.fetch('/readyz');
      expect([ready.status, await ready.text()]).toEqual([200, expect.stringContaining(` 0 to ${first - 1} `)]);
    });
    await eventually(async () => {
      const { alerts } = await here.get<{ alerts: Alert[] }>('/api/alerts?status=all&limit=10');
      expect(alerts).toMatchObject([{ id: alert.id, revision: 2, status: 'cleared' }]);
      expect(alerts[0]?.history.at(-1)).toMatchObject({ change: 'withdrawn', by: 'citynerve' });
    });
    const account = await here.ledger(DEVICE);
    expect([messageDifference(account), valueDifference(account)]).toEqual([0, 0]);
  }
});
