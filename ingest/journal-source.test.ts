import { concatMap, lastValueFrom, map, type OperatorFunction } from 'rxjs';
import { describe, expect, it } from 'vitest';
import type { FoldResult } from '../model/fold.ts';
import type { JournalBatch } from '../model/journal-record.ts';
import { journalSource } from './journal-source.ts';
import { batchOf, NOON, publication, samplePipeline } from './sample-city.ts';

/** A journal without end that counts how often it is asked. */
function endlessJournal() {
  const asked = { times: 0, isClosed: false };
  const batches: AsyncIterable<JournalBatch> = {
    [Symbol.asyncIterator]: () => ({
      next: async () => {
        asked.times += 1;
        return {
          done: false,
          value: batchOf([publication('rain-1', { rain: 1 }, NOON + asked.times)], asked.times - 1),
        };
      },
      return: async () => {
        asked.isClosed = true;
        return { done: true, value: undefined };
      },
    }),
  };
  return { asked, batches };
}

/** Lets everything that is ready to run do so. */
async function settle(): Promise<void> {
  for (let i = 0; i < 200; i += 1) await Promise.resolve();
}

describe('the journal source', () => {
  it('asks for two batches and no more while what is behind it stands still, and goes on when it wakes', async () => {
    const { asked, batches } = endlessJournal();
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
    expect([asked.times, waiting.length, results.length]).toEqual([2, 1, 0]);
    for (let round = 1; round <= 5; round += 1) {
      waiting.shift()?.();
      await settle();
      expect([asked.times, waiting.length, results.length]).toEqual([2 + round, 1, round]);
    }
    subscription.unsubscribe();
    expect(asked.isClosed).toBe(true);
    waiting.shift()?.();
    await settle();
    expect(asked.times).toBe(7);
  });

  it('is through with a batch only when its last part is', async () => {
    const { asked, batches } = endlessJournal();
    const halfWay: OperatorFunction<JournalBatch, FoldResult> = map(({ nextOffset }) => {
      return { nextOffset: Math.min(nextOffset, 1) - 0.5 } as FoldResult;
    });
    const subscription = journalSource(batches, halfWay).subscribe();
    await settle();
    expect(asked.times).toBe(2);
    subscription.unsubscribe();
  });

  it('ends with the journal, in order', async () => {
    async function* three() {
      for (let i = 0; i < 3; i += 1) yield batchOf([publication('rain-1', { rain: i }, NOON + i)], i);
    }
    const offsets: number[] = [];
    await journalSource(three(), samplePipeline().operator).forEach(({ nextOffset }) => {
      offsets.push(nextOffset);
    });
    expect(offsets).toEqual([1, 2, 3]);
  });

  it('fails when the journal cannot be read, and when what is behind it fails', async () => {
    // biome-ignore lint/correctness/useYield: it fails before it could
    async function* broken(): AsyncGenerator<JournalBatch> {
      throw new Error('damaged segment');
    }
    await expect(lastValueFrom(journalSource(broken(), samplePipeline().operator))).rejects.toThrow('damaged');
    const full = concatMap(() => Promise.reject<FoldResult>(new Error('disk full')));
    await expect(lastValueFrom(journalSource(endlessJournal().batches, full))).rejects.toThrow('disk full');
  });
});
