import type { JournalReader } from '../model/journal.ts';
import type {
  ActionRecord,
  AmendmentRecord,
  ConfigRecord,
  Journalled,
  JournalRecord,
  PublicationRecord,
  TickRecord,
} from '../model/journal-record.ts';

const START = 1_700_000_000_000;

/** The n-th message of a test, at second n. */
export const publication = (n: number, bytes = 40): PublicationRecord => ({
  kind: 'publication',
  receivedAt: START + n * 1000,
  wallAt: START + n * 1000 + 7,
  deviceId: `gauge-${n % 5}`,
  topic: `city/v1/devices/gauge-${n % 5}/telemetry`,
  payload: Buffer.alloc(bytes, `{"rain":${n}}`),
  qos: 1,
  retain: false,
  dup: false,
  messageId: (n % 65_535) + 1,
  connection: n % 5,
});

/** A tick at second n. */
export const tick = (n: number): TickRecord => ({
  kind: 'tick',
  receivedAt: START + n * 1000,
  wallAt: START + n * 1000,
});

/** An amendment from offset n, at second n. */
export const amendment = (n: number): AmendmentRecord => ({
  kind: 'amendment',
  receivedAt: START + n * 1000,
  wallAt: START + n * 1000,
  amendmentId: `amendment-${n}`,
  user: 'citynerve',
  fromOffset: n,
  untilOffset: null,
  amendment: { type: 'clock-shifted', millis: -n },
});

/** An action at second n. */
export const action = (n: number): ActionRecord => ({
  kind: 'action',
  receivedAt: START + n * 1000,
  wallAt: START + n * 1000,
  actionId: `action-${n}`,
  user: '李雷',
  action: { type: 'alert.acknowledge', alertId: 'a1', note: 'on the way' },
});

/** A config record at second n. */
export const config = (n: number): ConfigRecord => ({
  kind: 'config',
  receivedAt: START + n * 1000,
  wallAt: START + n * 1000,
  user: 'setup',
  change: { type: 'device.remove', deviceId: `gauge-${n}` },
});

/** A record with its offset, as a reader returns it. */
export const journalled = (record: JournalRecord, offset: number): Journalled =>
  record.kind === 'publication' ? { ...record, payload: Buffer.from(record.payload), offset } : { ...record, offset };

/** Reads all records in [from, until). */
export async function readAll(
  reader: JournalReader,
  from = 0,
  until = Number.POSITIVE_INFINITY,
  maxRecords = 4096,
): Promise<Journalled[]> {
  const records: Journalled[] = [];
  for await (const batch of reader.read({ from, until, maxRecords })) records.push(...batch.records);
  return records;
}

/** The offsets of records. */
export const offsetsOf = (records: readonly Journalled[]): number[] => records.map((record) => record.offset);

/** The whole numbers in [from, until). */
export const range = (from: number, until: number): number[] =>
  Array.from({ length: Math.max(0, until - from) }, (_, index) => from + index);
