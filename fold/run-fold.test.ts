import { from, map, type Observable } from 'rxjs';
import { describe, expect, test } from 'vitest';
import { resultOf } from '../delivery/test-alert.ts';
import type { FoldResult } from '../model/fold.ts';
import type { JournalBatch } from '../model/journal-record.ts';
import { runFold } from './run-fold.ts';
import { createTickJournal, type TickJournal, timeAt } from './test-journal.ts';

const cityTimeOf = (batch: JournalBatch): number => batch.records.at(-1)?.receivedAt ?? 0;
const countTicks = (batches: AsyncIterable<JournalBatch>): Observable<FoldResult> =>
  from(batches).pipe(map((batch) => resultOf(batch.nextOffset, { cityTime: cityTimeOf(batch) })));

/** A run whose clock stands still by default, so that only `stop` writes a checkpoint. */
function begin(journal: TickJournal, nextOffset = 0, fold = countTicks, now = () => 0) {
  const seen = {
    live: [] as [number, number][],
    results: [] as number[],
    checkpoints: [] as [number, number][],
    rooms: 0,
  };
  const reached = new Map<number, () => void>();
  const room = { opens: Promise.resolve() };
  const run = runFold({
    ...journal,
    from: { nextOffset, cityTime: nextOffset === 0 ? null : timeAt(nextOffset - 1) },
    maxRecords: 2,
    fold,
    onResult(result) {
      seen.results.push(result.nextOffset);
      reached.get(result.nextOffset)?.();
    },
    checkpoint(offset, cityTime) {
      seen.checkpoints.push([offset, cityTime]);
      return null;
    },
    async room() {
      seen.rooms += 1;
      await room.opens;
    },
    onLive: (nextOffset, cityTime) => void seen.live.push([nextOffset, cityTime]),
    now,
    after: () => () => {},
  });
  const until = (offset: number) => new Promise<void>((resolve) => void reached.set(offset, resolve));
  return { run, seen, until, room };
}

describe('a run of the fold', () => {
  test('goes live exactly once, when it has folded what was durable at the start', async () => {
    const journal = createTickJournal(5);
    const { run, seen, until } = begin(journal);
    expect(seen.live).toEqual([]);
    await until(5);
    expect(seen).toMatchObject({ results: [2, 4, 5], live: [[5, timeAt(4)]] });
    const more = until(8);
    journal.growTo(8);
    await more;
    expect(seen.live).toEqual([[5, timeAt(4)]]);
    expect(run).toMatchObject({ foldedOffset: 8, cityTime: timeAt(7) });
    await run.stop();
  });

  test('is live at once when the checkpoint is at the durable offset', async () => {
    const { run, seen } = begin(createTickJournal(5), 5);
    expect(seen.live).toEqual([[5, timeAt(4)]]);
    await run.stop();
    expect(seen).toMatchObject({ results: [], live: [[5, timeAt(4)]] });
  });

  test('is live at once in an empty city, without a city time', async () => {
    const { run, seen } = begin(createTickJournal(0));
    expect(seen.live).toEqual([[0, 0]]);
    expect(run.cityTime).toBeNull();
    await run.stop();
  });

  test('writes a last checkpoint of what is folded when it is stopped', async () => {
    const journal = createTickJournal(3);
    const { run, seen, until } = begin(journal);
    await until(3);
    expect(seen.checkpoints).toEqual([]);
    await run.stop();
    expect(seen.checkpoints).toEqual([[3, timeAt(2)]]);
    await run.ended;
    expect(journal.watchers).toBe(0);
  });

  test('saves checkpoints at intervals', async () => {
    const journal = createTickJournal(0);
    let now = 0;
    const { run, seen, until } = begin(journal, 0, countTicks, () => now);
    for (const [offset, at] of [
      [1, 50],
      [2, 150],
      [3, 300],
      [4, 1_200],
    ] as const) {
      now = at;
      const reached = until(offset);
      journal.growTo(offset);
      await reached;
    }
    await run.stop();
    expect(seen.checkpoints).toEqual([[4, timeAt(3)]]);
  });

  test('folds a batch only when the sinks have room', async () => {
    const opening = Promise.withResolvers<void>();
    const journal = createTickJournal(4);
    const { run, seen, until, room } = begin(journal);
    const first = until(4);
    await first;
    room.opens = opening.promise;
    const more = until(6);
    journal.growTo(6);
    while (seen.rooms < 3) await Promise.resolve();
    expect(seen.results).toEqual([2, 4]);
    opening.resolve();
    await more;
    expect(seen).toMatchObject({ results: [2, 4, 6], rooms: 3 });
    await run.stop();
  });

  test('writes no checkpoint when nothing was folded', async () => {
    const { run, seen } = begin(createTickJournal(3), 3);
    await run.stop();
    expect(seen.checkpoints).toEqual([]);
  });

  test('rejects with the error of a fold, and writes no checkpoint then', async () => {
    const { run, seen } = begin(createTickJournal(3), 0, (batches) =>
      from(batches).pipe(
        map(() => {
          throw new Error('the fold cannot go on');
        }),
      ),
    );
    await expect(run.ended).rejects.toThrow('the fold cannot go on');
    await expect(run.stop()).rejects.toThrow('the fold cannot go on');
    expect(seen.checkpoints).toEqual([]);
  });
});
