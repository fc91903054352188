import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JournalReader, JournalWriter } from '../model/journal.ts';
import type { JournalRecord } from '../model/journal-record.ts';
import { action, amendment, config, journalled, offsetsOf, publication, range, readAll, tick } from './test-records.ts';

/** One empty journal, opened as often as a test likes. */
export interface JournalUnderTest {
  openWriter(): Promise<JournalWriter>;
  openReader(): JournalReader;
}

/** The conformance suite of journal engines. */
export function journalConformance(name: string, makeJournal: () => JournalUnderTest): void {
  describe(`${name} as a journal`, () => {
    test('is empty at first: nothing is durable, and time has not begun', async () => {
      const journal = makeJournal();
      const writer = await journal.openWriter();
      expect(writer.durableOffset).toBe(0);
      expect(writer.lastReceivedAt).toBeNull();
      expect(writer.health().isWritable).toBe(true);
      const reader = journal.openReader();
      expect(await readAll(reader, 0, 0)).toEqual([]);
      expect(await reader.firstOffset()).toBe(0);
      await reader.close();
      await writer.close();
    });

    test('returns every kind of record as it was appended, byte for byte', async () => {
      const journal = makeJournal();
      const writer = await journal.openWriter();
      const base = { receivedAt: 1_700_000_000_123, wallAt: 1_700_000_000_456 };
      const records: JournalRecord[] = [
        { ...base, kind: 'gap', since: 1_600_000_000_000 },
        config(1),
        publication(1),
        { ...publication(2), payload: Buffer.alloc(0), qos: 0, retain: true, messageId: 0, topic: '雨/量' },
        { ...base, kind: 'presence', deviceId: 'gauge-1', connection: 2 ** 40, present: false, clean: true },
        action(1),
        { ...base, kind: 'refusal', deviceId: 'gauge-1', reason: 'foreign topic', count: 3 },
        amendment(2),
        tick(3),
      ];
      expect(await writer.append(records)).toBe(0);
      const reader = journal.openReader();
      expect(await readAll(reader)).toEqual(records.map(journalled));
      await reader.close();
      await writer.close();
    });

    test('assigns consecutive offsets to records of all kinds, in the order of the appends', async () => {
      const journal = makeJournal();
      const writer = await journal.openWriter();
      const answers = await Promise.all([
        writer.append([publication(0), publication(1)]),
        writer.append([config(2)]),
        writer.append([tick(3), action(4), publication(5)]),
        writer.append([publication(6)]),
      ]);
      expect(answers).toEqual([0, 2, 3, 6]);
      expect(await writer.append([tick(7)])).toBe(7);
      const reader = journal.openReader();
      const records = await readAll(reader, 0, writer.durableOffset);
      expect(offsetsOf(records)).toEqual(range(0, 8));
      expect(records.map((record) => record.kind).join(' ')).toBe(
        'publication publication config tick action publication publication tick',
      );
      await reader.close();
      await writer.close();
    });

    test('announces an offset only when it can be read', async () => {
      const journal = makeJournal();
      const writer = await journal.openWriter();
      const announced: number[] = [];
      const stop = writer.onDurable((offset) => announced.push(offset));
      await writer.append([publication(0)]);
      expect(writer.durableOffset).toBe(1);
      await writer.append([publication(1), action(1)]);
      stop();
      await writer.append([publication(2)]);
      expect(announced).toEqual([1, 3]);
      expect(writer.lastReceivedAt).toBe(publication(2).receivedAt);
      await writer.close();
    });

    test('a record that cannot be encoded is refused without affecting others', async () => {
      const journal = makeJournal();
      const writer = await journal.openWriter();
      const tooLong = { ...publication(1), topic: 'x'.repeat(70_000) };
      const answers = await Promise.allSettled([
        writer.append([publication(0)]),
        writer.append([action(1), tooLong]),
        writer.append([publication(2)]),
      ]);
      expect(answers.map((answer) => answer.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
      const reader = journal.openReader();
      expect(await readAll(reader)).toEqual([publication(0), publication(2)].map(journalled));
      await reader.close();
      await writer.close();
    });

    test('continues at its end after being closed and opened again', async () => {
      const journal = makeJournal();
      const first = await journal.openWriter();
      await first.append([config(0), publication(1), publication(2)]);
      await first.close();
      await expect(first.append([tick(3)])).rejects.toThrow('closed');
      const second = await journal.openWriter();
      expect(second.durableOffset).toBe(3);
      expect(second.lastReceivedAt).toBe(publication(2).receivedAt);
      expect(await second.append([action(3)])).toBe(3);
      await second.close();
      const reader = journal.openReader();
      expect(offsetsOf(await readAll(reader))).toEqual([0, 1, 2, 3]);
      await reader.close();
    });

    test('reads any half-open range in batches of any size', async () => {
      const journal = makeJournal();
      const writer = await journal.openWriter();
      for (let n = 0; n < 60; n += 3)
        await writer.append([publication(n), n % 4 ? action(n) : tick(n), publication(n + 1)]);
      const reader = journal.openReader();
      const piece = fc.tuple(fc.nat(65), fc.nat(65), fc.integer({ min: 1, max: 20 }));
      await fc.assert(
        fc.asyncProperty(piece, async ([from, until, maxRecords]) => {
          const batches = [];
          for await (const batch of reader.read({ from, until, maxRecords })) batches.push(batch);
          expect(batches.flatMap((batch) => offsetsOf(batch.records))).toEqual(range(from, Math.min(until, 60)));
          expect(batches.every((batch) => batch.records.length <= maxRecords && batch.records.length > 0)).toBe(true);
          for (const batch of batches) expect(batch.nextOffset).toBe((batch.records.at(-1)?.offset ?? -2) + 1);
        }),
        { numRuns: 60 },
      );
      await reader.close();
      await writer.close();
    });

    test('a reader follows a writer, from one durable offset to the next', async () => {
      const journal = makeJournal();
      const writer = await journal.openWriter();
      const reader = journal.openReader();
      const seen: number[] = [];
      for (let n = 0; n < 200; n++) {
        await writer.append(n % 7 === 0 ? [action(n), publication(n)] : [publication(n)]);
        const from = (seen.at(-1) ?? -1) + 1;
        for await (const batch of reader.read({ from, until: writer.durableOffset, isDurable: true }))
          seen.push(...offsetsOf(batch.records));
      }
      expect(seen).toEqual(range(0, writer.durableOffset));
      await reader.close();
      await writer.close();
    });

    test('a reader can be reused from any offset after an abandoned read', async () => {
      const journal = makeJournal();
      const writer = await journal.openWriter();
      await writer.append(range(0, 50).map((n) => publication(n)));
      const reader = journal.openReader();
      for await (const batch of reader.read({ from: 0, until: 50, maxRecords: 10 })) if (batch.nextOffset === 20) break;
      expect(offsetsOf(await readAll(reader, 20, 30))).toEqual(range(20, 30));
      expect(offsetsOf(await readAll(reader, 30, 50))).toEqual(range(30, 50));
      await reader.close();
      await writer.close();
    });
  });
}
