import { concatMap, lastValueFrom, map, type OperatorFunction } from 'rxjs';
import { describe, expect, it } from 'vitest';
import type { FoldResult } from '../model/fold.ts';
import type { JournalBatch } from '../model/journal-record.ts';
import { journalSource } from './journal-source.ts';
import { batchOf, NOON, publication, samplePipeline } from './sample-city.ts';

/** An infinite journal that counts its reads. */
function endlessJournal() {
  const reads = { count: 0, isClosed: false };
  const batches: AsyncIterable<JournalBatch> = {
    [Symbol.asyncIterator]: () => ({
      next: async () => {
        reads.count += 1;
        return {
          done: false,
          value: batchOf([publication('rain-1', { rain: 1 }, NOON + reads.count)], reads.count - 1),
        };
      },
      return: async () => {
        reads.isClosed = true;
        return { done: true, value: undefined };
      },
    }),
  };
  return { reads, batches };
}

/** Runs all pending microtasks. */
async function settle(): Promise<void> {
  for (let i = 0; i < 200; i += 1) await Promise.resolve();
}

describe('the journal source', () => {
  it('applies backpressure: has at most two batches in flight while the consumer is blocked', async () => {
    const { reads, batches } = endlessJournal();
    const waiting: (() => void)[] = [];
    const slow = concatMap(
      (result: FoldResult) => new Promise<FoldResult>((resolve) => waiting.push(() => resolve(result))),
    );
    const results: FoldResult[] = [];
    const subscription = journalSource(batches, (journal) => journal.pipe(samplePipeline().operator, slow)).subscribe(
      (result) => {
        results.push(result);
      },
    );
    await settle();
    expect([reads.count, waiting.length, results.length]).toEqual([2, 1, 0]);
    for (let round = 1; round <= 5; round += 1) {
      waiting.shift()?.();
      await settle();
      expect([reads.count, waiting.length, results.length]).toEqual([2 + round, 1, round]);
    }
    subscription.unsubscribe();
    expect(reads.isClosed).toBe(true);
    waiting.shift()?.();
    await settle();
    expect(reads.count).toBe(7);
  });

  it('counts a batch as finished only when its last result has been consumed', async () => {
    const { reads, batches } = endlessJournal();
    const halfWay: OperatorFunction<JournalBatch, FoldResult> = map(({ nextOffset }) => {
      return { nextOffset: Math.min(nextOffset, 1) - 0.5 } as FoldResult;
    });
    const subscription = journalSource(batches, halfWay).subscribe();
    await settle();
    expect(reads.count).toBe(2);
    subscription.unsubscribe();
  });

  it('completes at the end of the journal, with all results in order', async () => {
    async function* three() {
      for (let i = 0; i < 3; i += 1) yield batchOf([publication('rain-1', { rain: i }, NOON + i)], i);
    }
    const offsets: number[] = [];
    await journalSource(three(), samplePipeline().operator).forEach(({ nextOffset }) => {
      offsets.push(nextOffset);
    });
    expect(offsets).toEqual([1, 2, 3]);
  });

  it('fails when the journal cannot be read, and when the consumer fails', async () => {
    // biome-ignore lint/correctness/useYield: it throws before the first value
    async function* broken(): AsyncGenerator<JournalBatch> {
      throw new Error('damaged segment');
    }
    await expect(lastValueFrom(journalSource(broken(), samplePipeline().operator))).rejects.toThrow('damaged');
    const full = concatMap(() => Promise.reject<FoldResult>(new Error('disk full')));
    await expect(lastValueFrom(journalSource(endlessJournal().batches, full))).rejects.toThrow('disk full');
  });
});
