import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JournalRecord } from '../../../model/journal-record.ts';
import { action, journalled, publication } from '../../test-records.ts';
import { ByteArena } from './byte-arena.ts';
import { decodeRecord, encodeRecord, recordLength } from './record-codec.ts';

const text = fc.string({ unit: 'grapheme', maxLength: 60 });
const times = {
  receivedAt: fc.double({ noNaN: true }),
  wallAt: fc.double({ noNaN: true }),
};
const publications: fc.Arbitrary<JournalRecord> = fc.record({
  kind: fc.constant('publication' as const),
  ...times,
  deviceId: text,
  topic: text,
  payload: fc.uint8Array({ maxLength: 300 }),
  qos: fc.constantFrom(0 as const, 1 as const, 2 as const),
  retain: fc.boolean(),
  dup: fc.boolean(),
  messageId: fc.nat(0xffff),
  connection: fc.nat(2 ** 31),
});
const others: fc.Arbitrary<JournalRecord> = fc.oneof(
  fc.record({ kind: fc.constant('tick' as const), ...times }),
  fc.record({ kind: fc.constant('gap' as const), ...times, since: fc.integer() }),
  fc.record({ kind: fc.constant('refusal' as const), ...times, deviceId: text, reason: text, count: fc.nat() }),
  fc.record({
    kind: fc.constant('presence' as const),
    ...times,
    deviceId: text,
    connection: fc.nat(),
    present: fc.boolean(),
    clean: fc.boolean(),
    unacknowledged: fc.array(fc.nat(0xffff)),
  }),
  fc.record({
    kind: fc.constant('action' as const),
    ...times,
    actionId: text,
    user: text,
    action: fc.record({ type: fc.constant('alert.acknowledge' as const), alertId: text, note: text }),
  }),
);

test('encoded records are decoded unchanged', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(publications, others), { maxLength: 12 }), (records) => {
      const arena = new ByteArena(16);
      for (const record of records) encodeRecord(record, arena);
      const bytes = arena.bytes();
      let at = 0;
      const decoded = records.map((_, offset) => {
        const record = decodeRecord(bytes, at, offset);
        at += recordLength(bytes, at);
        return record;
      });
      expect(decoded).toEqual(records.map(journalled));
      expect(at).toBe(bytes.length);
    }),
  );
});

test('a record with too long a text is refused, and leaves the arena unchanged', () => {
  const arena = new ByteArena();
  encodeRecord(action(1), arena);
  const before = arena.length;
  expect(() => encodeRecord({ ...publication(1), topic: 'x'.repeat(65_536) }, arena)).toThrow(RangeError);
  expect(arena.length).toBe(before);
});

test('a record of a newer format is refused', () => {
  const arena = new ByteArena();
  encodeRecord(publication(1), arena);
  for (const place of [4, 5, 6]) {
    const bytes = Buffer.from(arena.bytes());
    bytes[place] = 99;
    expect(() => decodeRecord(bytes, 0, 0)).toThrow('newer Citynerve');
  }
});

test('truncated bytes give a RangeError, never a record longer than its frame', () => {
  const arena = new ByteArena();
  encodeRecord(publication(1), arena);
  const bytes = Buffer.from(arena.bytes());
  for (let length = 4; length < bytes.length; length++) {
    expect(() => decodeRecord(bytes.subarray(0, length), 0, 0)).toThrow(RangeError);
  }
});
