import type { FoldResult } from '../model/fold.ts';
import { acceptedValues, type LedgerEntry } from '../model/ledger.ts';
import type { Reading } from '../model/reading.ts';
import {
  type RefusedReading,
  type SeriesStore,
  type SkippedReadings,
  StoreEmptiedError,
} from '../model/series-store.ts';
import { type Sink, SinkRewoundError } from '../model/sink.ts';
import { decidedOf, NO_COUNTS } from '../model/store-books.ts';

/** The series store behind the fold. */
export interface SeriesSink extends Sink {
  /** Everything below this journal offset has been taken; null before the store said so. */
  readonly reached: number | null;
}

/**
 * Readings, and readings whose quality was judged again, go into the store. Readings of skipped ranges are counted
 * instead, whoever folds them (a rebuild may still find some of them in the journal). It passes over what lies before
 * its cursor.
 */
export function createSeriesSink(
  store: Pick<SeriesStore, 'write' | 'cursor' | 'books'>,
  skippedRanges: { has(offset: number): boolean; behind(offset: number): number },
  onRefused: (refused: readonly RefusedReading[]) => void,
): SeriesSink {
  let reached: number | null = null;

  async function write(batch: Parameters<SeriesStore['write']>[0]): Promise<void> {
    try {
      const { refused } = await store.write(batch);
      reached = batch.nextOffset;
      if (refused.length > 0) onRefused(refused);
    } catch (error) {
      if (error instanceof StoreEmptiedError) throw new SinkRewoundError(error.message);
      throw error;
    }
  }

  return {
    name: 'series',
    get reached() {
      return reached;
    },
    async cursor() {
      reached = (await store.cursor()) ?? 0;
      return reached;
    },
    async take(results) {
      const last = results.at(-1);
      if (last === undefined) return;
      const given = all(results, ({ readings }) => readings);
      const skipped = given.filter(({ offset }) => skippedRanges.has(offset));
      await write({
        readings: skipped.length === 0 ? given : given.filter(({ offset }) => !skippedRanges.has(offset)),
        requalified: all(results, ({ requalified }) => requalified),
        skipped: skipped.map(({ deviceId, offset }) => ({ deviceId, count: 1, offset })),
        nextOffset: last.nextOffset,
      });
    },
    skipped: {
      behind: skippedRanges.behind,
      async take(nextOffset, ledger) {
        const skipped = await missingOf(store, ledger, nextOffset - 1);
        await write({ readings: [], requalified: [], skipped, nextOffset });
      },
    },
  };
}

/** Nearly always it is one result. */
const all = (results: readonly FoldResult[], pick: (result: FoldResult) => readonly Reading[]): readonly Reading[] =>
  results.length === 1 && results[0] !== undefined ? pick(results[0]) : results.flatMap(pick);

/** What accounts have accepted and the books of the store say nothing of. */
async function missingOf(
  store: Pick<SeriesStore, 'books'>,
  ledger: readonly LedgerEntry[],
  offset: number,
): Promise<readonly SkippedReadings[]> {
  const books = new Map((await store.books()).map((each) => [each.deviceId, each]));
  return ledger
    .map((entry) => {
      const decided = decidedOf(books.get(entry.deviceId) ?? NO_COUNTS);
      return { deviceId: entry.deviceId, count: acceptedValues(entry) - decided, offset };
    })
    .filter(({ count }) => count > 0);
}
