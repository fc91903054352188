import { expect, test } from 'vitest';
import { DEVICE_MODELS } from '../devices/device-models.ts';
import { TEST_DIALECTS } from '../ingest/test-dialects.ts';
import type { Device } from '../model/device.ts';
import type { JournalReader } from '../model/journal.ts';
import { type Journalled, type JournalRecord, LASTING_KINDS } from '../model/journal-record.ts';
import { decodeRecord } from './decode-record.ts';

const TIMES = { receivedAt: 1_700_000_000_000, wallAt: 0 };
const gauge: Device = {
  id: 'gauge',
  model: 'rain-gauge',
  dialect: 'counter',
  department: 'water',
  provider: 'acme',
  latitude: 0,
  longitude: 0,
  zoneId: null,
  attributes: {},
};
const config = (change: Extract<JournalRecord, { kind: 'config' }>['change']): JournalRecord => ({
  kind: 'config',
  user: 'anna',
  change,
  ...TIMES,
});
const said = (text: string): JournalRecord => ({
  kind: 'publication',
  deviceId: 'gauge',
  topic: 'bus/gauge/gauge',
  payload: new TextEncoder().encode(text),
  qos: 1,
  retain: false,
  messageId: 1,
  connection: 1,
  ...TIMES,
});
const records = [
  ...DEVICE_MODELS.map((model) => config({ type: 'model.put', model })),
  config({ type: 'device.put', device: gauge }),
  ...['rain:1', 'rain:3', 'rain:7', 'rain:15'].map(said),
].map((record, offset): Journalled => ({ ...record, offset }));
const spoken = records.slice(-3);

function readerFrom(first: number): JournalReader {
  return {
    async *read({ from, until, kinds }) {
      const found = records.filter(
        ({ offset, kind }) =>
          offset >= from && offset < until && (LASTING_KINDS.has(kind) || (kinds !== 'lasting' && offset >= first)),
      );
      for (const record of found) yield { records: [record], nextOffset: record.offset + 1 };
    },
    firstOffset: async () => first,
    close: async () => undefined,
  };
}

test('a record of a dialect that remembers is decoded with what came before it, in any order', async () => {
  const decode = await decodeRecord(readerFrom(0), records.length, null, TEST_DIALECTS);
  const values = async (record: Journalled | undefined) => record && (await decode(record))?.map(({ value }) => value);
  expect(await Promise.all([values(spoken[0])])).toEqual([[2]]);
  expect([await values(spoken[2]), await values(spoken[1]), await values(spoken[2])]).toEqual([[8], [4], [8]]);
});

test('it cannot be decoded once retention has cut what came before', async () => {
  const decode = await decodeRecord(readerFrom(records.length - 2), records.length, null, TEST_DIALECTS);
  for (const record of spoken.slice(-2)) expect(await decode(record)).toBeNull();
});
