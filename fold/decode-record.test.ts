import { expect, test } from 'vitest';
import { DEVICE_MODELS } from '../devices/device-models.ts';
import { TEST_DIALECTS } from '../ingest/test-dialects.ts';
import type { Amendment } from '../model/amendment.ts';
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
const message = (text: string): JournalRecord => ({
  kind: 'publication',
  deviceId: 'gauge',
  topic: 'city/v1/devices/gauge/telemetry',
  payload: new TextEncoder().encode(text),
  qos: 1,
  retain: false,
  dup: false,
  messageId: 1,
  connection: 1,
  ...TIMES,
});
const journalOf = (device: Device, texts: readonly string[]) =>
  [
    ...DEVICE_MODELS.map((model) => config({ type: 'model.put', model })),
    config({ type: 'device.put', device }),
    ...texts.map(message),
  ].map((record, offset): Journalled => ({ ...record, offset }));
const records = journalOf(gauge, ['rain:1', 'rain:3', 'rain:7', 'rain:15']);
const decodable = records.slice(-3);

function readerFrom(first: number, journal = records): JournalReader {
  return {
    async *read({ from, until, kinds }) {
      const found = journal.filter(
        ({ offset, kind }) =>
          offset >= from && offset < until && (LASTING_KINDS.has(kind) || (kinds !== 'lasting' && offset >= first)),
      );
      for (const record of found) yield { records: [record], nextOffset: record.offset + 1 };
    },
    firstOffset: async () => first,
    close: async () => undefined,
  };
}

const open = (reader: JournalReader, amendments: readonly Amendment[] = []) =>
  decodeRecord({ reader, offset: records.length, mapping: null, amendments, dialects: TEST_DIALECTS });

test('a record of a stateful dialect is decoded with the records before it, in any order', async () => {
  const decode = await open(readerFrom(0));
  const values = async (record: Journalled | undefined) => record && (await decode(record))?.map(({ value }) => value);
  expect(await Promise.all([values(decodable[0])])).toEqual([[2]]);
  expect([await values(decodable[2]), await values(decodable[1]), await values(decodable[2])]).toEqual([[8], [4], [8]]);
});

test('it cannot be decoded once retention has deleted the records before it', async () => {
  const decode = await open(readerFrom(records.length - 2));
  for (const record of decodable.slice(-2)) expect(await decode(record)).toBeNull();
});

test('a running counter is decoded to the amounts that the pipeline made of it', async () => {
  const counter: Device = { ...gauge, model: 'rain-counter', dialect: 'citynerve-json' };
  const said = (total: number, minute: number) => JSON.stringify({ ts: TIMES.receivedAt + minute, rain: total });
  const journal = journalOf(counter, [said(35.6, 1), said(35.6, 2), said(35.8, 3), said(0.2, 4)]);
  const open = (first: number) =>
    decodeRecord({ reader: readerFrom(first, journal), offset: journal.length, mapping: null, amendments: [] });
  const decode = await open(0);
  const amounts: unknown[] = [];
  for (const record of journal.slice(-4)) amounts.push((await decode(record))?.map(({ value }) => value));
  expect(amounts).toEqual([[0], [0], [0.2], [0.2]]);
  const cut = await open(journal.length - 1);
  expect(await cut(journal.at(-1) as Journalled)).toBeNull();
});

const amendment = (fromOffset: number, untilOffset: number | null, change: Amendment['amendment']): Amendment => ({
  amendmentId: `${fromOffset}`,
  user: 'li',
  fromOffset,
  untilOffset,
  amendment: change,
});

test.each(['counter', 'citynerve-json'])('amendments hold: a record came when they say (%s)', async (dialect) => {
  const textOf = (count: number) => (dialect === 'counter' ? `rain:${count}` : `{"values":{"rain":${count}}}`);
  const journal = journalOf({ ...gauge, dialect }, [1, 3, 7, 15].map(textOf));
  const [, , before, last] = journal.slice(-4) as [Journalled, Journalled, Journalled, Journalled];
  const later = amendment(before.offset, last.offset, { type: 'clock-shifted', millis: 5_000 });
  const sooner = amendment(last.offset, null, { type: 'clock-shifted', millis: -5_000 });
  const timesOf = async (record: Journalled, ...amendments: readonly Amendment[]) =>
    (await (await open(readerFrom(0, journal), amendments))(record))?.map(({ observedAt }) => observedAt);
  expect(await timesOf(before)).toEqual([TIMES.receivedAt]);
  expect(await timesOf(before, later)).toEqual([TIMES.receivedAt + 5_000]);
  // City time does not go back at the end of a range, nor at the beginning of one.
  expect(await timesOf(last, later)).toEqual([TIMES.receivedAt + 5_000]);
  expect(await timesOf(last, sooner)).toEqual([TIMES.receivedAt]);
});

test('amendments hold: nothing is decoded where its dialect was off', async () => {
  const target = { kind: 'dialect', id: 'counter', zoneId: null, deviceId: 'gauge' } as const;
  const off = amendment(decodable[1]?.offset ?? 0, null, { type: 'extension-off', ...target, reason: 'a test' });
  const decode = await open(readerFrom(0), [off]);
  const counts = [];
  for (const record of decodable) counts.push((await decode(record))?.length);
  expect(counts).toEqual([1, 0, 0]);
});
