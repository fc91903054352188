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

/** The n-th message of a test: one a second. */
export const publication = (n: number, bytes = 40): PublicationRecord => ({
  kind: 'publication',
  receivedAt: START + n * 1000,
  wallAt: START + n * 1000 + 7,
  deviceId: `gauge-${n % 5}`,
  topic: `city/v1/devices/gauge-${n % 5}/telemetry`,
  payload: Buffer.alloc(bytes, `{"rain":${n}}`),
  qos: 1,
  retain: false,
  messageId: (n % 65_535) + 1,
  connection: n % 5,
});

export const tick = (n: number): TickRecord => ({
  kind: 'tick',
  receivedAt: START + n * 1000,
  wallAt: START + n * 1000,
});

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

export const action = (n: number): ActionRecord => ({
  kind: 'action',
  receivedAt: START + n * 1000,
  wallAt: START + n * 1000,
  actionId: `action-${n}`,
  user: '李雷',
  action: { type: 'alert.acknowledge', alertId: 'a1', note: 'on the way' },
});

export const config = (n: number): ConfigRecord => ({
  kind: 'config',
  receivedAt: START + n * 1000,
  wallAt: START + n * 1000,
  user: 'setup',
  change: { type: 'device.remove', deviceId: `gauge-${n}` },
});

/** A record with the place it should have, its bytes in the form in which a reader gives them. */
export const journalled = (record: JournalRecord, offset: number): Journalled =>
  record.kind === 'publication' ? { ...record, payload: Buffer.from(record.payload), offset } : { ...record, offset };

/** Everything that a reader gives, in one piece. */
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

/** Offsets only. */
export const offsetsOf = (records: readonly Journalled[]): number[] => records.map((record) => record.offset);

/** Whole numbers from `from` up to, not including, `until`. */
export const range = (from: number, until: number): number[] =>
  Array.from({ length: Math.max(0, until - from) }, (_, index) => from + index);
