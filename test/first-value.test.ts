import { from, lastValueFrom, tap } from 'rxjs';
import { expect, it } from 'vitest';
import { createSkippedRanges } from '../fold/skipped-ranges.ts';
import { batchOf, NOON, publication, samplePipeline } from '../ingest/sample-city.ts';
import type { JournalBatch } from '../model/journal-record.ts';
import { acceptedValues, valueDifference } from '../model/ledger.ts';
import { decidedOf, NO_COUNTS } from '../model/store-books.ts';
import { openMemoryStore } from '../store/memory/memory-store.ts';
import { createSeriesSink } from '../store/series-sink.ts';

const MINUTE = 60_000;

/** A gauge's upload of old minutes, a hundred in a message. */
function upload(minutes: number, value: number, firstOffset: number): JournalBatch {
  const records = Array.from({ length: Math.ceil(minutes / 100) }, (_, message) => {
    const readings = Array.from({ length: Math.min(100, minutes - message * 100) }, (_, i) => ({
      ts: NOON - (minutes - message * 100 - i) * MINUTE,
      values: { level: value + ((message * 100 + i) % 7) / 100 },
    }));
    return publication('drain-1', { readings }, NOON + firstOffset + message);
  });
  return batchOf(records, firstOffset);
}

// Within the fold's memory of a channel, at its edge, and far beyond it.
it.each([1_440, 4_096, 10_000])(
  '%i old minutes and the same minutes with other values: ledger, store and conflicts agree',
  async (minutes) => {
    const pipeline = samplePipeline();
    const store = openMemoryStore();
    const sink = createSeriesSink(store, createSkippedRanges(), () => undefined);
    let conflicts = 0;
    const batches = [upload(minutes, 1, 0), upload(minutes, 2, 1_000), upload(minutes, 2, 2_000)];
    const results: Parameters<typeof sink.take>[0][number][] = [];
    await lastValueFrom(
      from(batches).pipe(
        pipeline.operator,
        tap((result) => void results.push(result)),
      ),
    );
    await sink.take(results);
    for (const { rejected } of results) {
      conflicts += rejected.filter(({ reason }) => reason === 'conflicting-value').length;
    }
    const [account] = pipeline.ledgerNow();
    const [books = { deviceId: '', ...NO_COUNTS }] = await store.books('drain-1');
    if (account === undefined) throw new Error('no account');
    // Every value is in one column of the fold's ledger, every accepted one in one column of the store's books.
    expect([account.values.extracted, valueDifference(account)]).toEqual([3 * minutes, 0]);
    expect(acceptedValues(account)).toBe(decidedOf(books));
    // The first upload became rows; each later value is a conflict: in the fold within its memory, else in the store.
    const [{ count } = { count: 0 }] = await store.catalogue();
    expect([books.taken, count]).toEqual([minutes, minutes]);
    expect([conflicts + books.differentAlready, account.values.rejected]).toEqual([2 * minutes, conflicts]);
    expect(conflicts).toBeGreaterThanOrEqual(2 * Math.min(minutes, 4_096));
  },
);
