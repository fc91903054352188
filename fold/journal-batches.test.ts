import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { journalBatches } from './journal-batches.ts';
import { createTickJournal, type TickJournal } from './test-journal.ts';

const GATHER_MILLIS = 10;

/** Reads batches with a clock that only pauses advance; `pauses` records their lengths. */
function open(journal: TickJournal, from = 0, maxRecords = 10) {
  const stopping = new AbortController();
  const { reader, durable } = journal;
  const pauses: number[] = [];
  let millis = 0;
  const after = (asked: number, callback: () => void) => {
    pauses.push(asked);
    const ended = setImmediate(() => {
      millis += asked;
      callback();
    });
    return () => clearImmediate(ended);
  };
  const pace = { gatherMillis: GATHER_MILLIS, now: () => millis, after };
  const batches = journalBatches({ reader, durable, from, maxRecords, ...pace, signal: stopping.signal });
  return { batches, stopping, pauses };
}

describe('the journal, batch by batch', () => {
  test('goes up to the durable offset, then waits for more', async () => {
    const journal = createTickJournal(3);
    const { batches } = open(journal, 0, 2);
    expect((await batches.next()).value).toMatchObject({ nextOffset: 2 });
    expect((await batches.next()).value).toMatchObject({ nextOffset: 3 });
    const waiting = batches.next();
    journal.growTo(4);
    expect((await waiting).value).toMatchObject({ records: [{ offset: 3 }], nextOffset: 4 });
    expect(journal.asked).toEqual(['0..3', '3..4']);
  });

  test('waits for further records soon after a batch, but not after an idle time, nor for a full batch', async () => {
    const journal = createTickJournal(1);
    const { batches, pauses } = open(journal, 0, 4);
    await batches.next();
    expect(pauses).toEqual([]);
    const waiting = batches.next();
    journal.growTo(2);
    await new Promise((resolve) => queueMicrotask(() => resolve(journal.growTo(3))));
    expect((await waiting).value).toMatchObject({ records: [{ offset: 1 }, { offset: 2 }], nextOffset: 3 });
    expect(pauses).toEqual([GATHER_MILLIS]);
    journal.growTo(20);
    expect((await batches.next()).value).toMatchObject({ nextOffset: 7 });
    expect(pauses).toEqual([GATHER_MILLIS]);
  });

  test('ends on abort while it waits for further records', async () => {
    const journal = createTickJournal(1);
    const { batches, stopping } = open(journal);
    await batches.next();
    const waiting = batches.next();
    journal.growTo(2);
    await new Promise((resolve) => queueMicrotask(() => resolve(stopping.abort())));
    expect((await waiting).done).toBe(true);
    expect(journal.asked).toEqual(['0..1']);
  });

  test('returns every durable record once, in order, however the journal grows', async () => {
    const steps = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(steps, fc.integer({ min: 1, max: 7 }), async (growths, maxRecords) => {
        const journal = createTickJournal(0);
        const { batches, stopping } = open(journal, 0, maxRecords);
        const seen: number[] = [];
        for (const growth of growths) {
          const until = journal.durable.durableOffset + growth;
          let next = batches.next();
          journal.growTo(until);
          for (;;) {
            const { value: batch, done: isOver } = await next;
            if (isOver) throw new Error('the journal ended by itself');
            seen.push(...batch.records.map(({ offset }) => offset));
            expect(batch.nextOffset).toBeLessThanOrEqual(until);
            if (batch.nextOffset === until) break;
            next = batches.next();
          }
        }
        stopping.abort();
        expect(seen).toEqual(Array.from({ length: journal.durable.durableOffset }, (_, offset) => offset));
      }),
      { numRuns: 50 },
    );
  });

  test('ends on abort while it waits for the durable offset, and removes its listener', async () => {
    const journal = createTickJournal(0);
    const { batches, stopping } = open(journal);
    const waiting = batches.next();
    stopping.abort();
    expect(await waiting).toEqual({ done: true, value: undefined });
    expect(journal.watchers).toBe(0);
  });

  test('ends on abort in the middle of what is durable', async () => {
    const { batches, stopping } = open(createTickJournal(100));
    await batches.next();
    stopping.abort();
    expect((await batches.next()).done).toBe(true);
  });

  test('returns nothing once aborted', async () => {
    const journal = createTickJournal(5);
    const { batches, stopping } = open(journal);
    stopping.abort();
    expect((await batches.next()).done).toBe(true);
    expect(journal.asked).toEqual([]);
  });

  test('skips what retention deleted, even if nothing is left', async () => {
    const journal = createTickJournal(5);
    journal.cutBelow(5);
    const { batches } = open(journal);
    const waiting = batches.next();
    journal.growTo(6);
    expect((await waiting).value).toMatchObject({ records: [{ offset: 5 }], nextOffset: 6 });
  });

  test('throws for durable records that are missing at the end', async () => {
    const journal = createTickJournal(5);
    journal.loseFrom(3);
    const { batches } = open(journal);
    expect((await batches.next()).value).toMatchObject({ nextOffset: 3 });
    await expect(batches.next()).rejects.toThrow('records 3 to 4 are missing');
  });
});
