import { delay, firstValueFrom, from, of, toArray } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { describe, expect, it } from 'vitest';
import type { FoldResult } from '../model/fold.ts';
import { messageDifference, valueDifference } from '../model/ledger.ts';
import { Ledger } from './ledger.ts';
import { batchOf, listener, NOON, publication, samplePipeline } from './sample-city.ts';
import { createStore, type Write } from './store.ts';

const result = (nextOffset: number) => ({ nextOffset }) as FoldResult;
const accounted = (nextOffset: number) => ({ result: result(nextOffset), steps: [] });
const storeWith = (write: Write) => createStore(write, new Ledger());

describe('store', () => {
  it('writes one batch at a time, in order', async () => {
    const log: string[] = [];
    const store = storeWith(async ({ nextOffset }) => {
      log.push(`begin ${nextOffset}`);
      await Promise.resolve();
      log.push(`end ${nextOffset}`);
      return [];
    });
    await firstValueFrom(from([accounted(1), accounted(2)]).pipe(store.operator, toArray()));
    expect(log).toEqual(['begin 1', 'end 1', 'begin 2', 'end 2']);
  });

  it('ends the stream when a write fails, and writes nothing after it', async () => {
    const written: number[] = [];
    const store = storeWith(async ({ nextOffset }) => {
      if (nextOffset === 2) throw new Error('the disk is gone');
      written.push(nextOffset);
      return [];
    });
    const run = firstValueFrom(from([1, 2, 3].map(accounted)).pipe(store.operator, toArray()));
    await expect(run).rejects.toThrow('the disk is gone');
    expect(written).toEqual([1]);
  });

  it('passes on that the journal failed', () => {
    const scheduler = new TestScheduler((actual, expected) => expect(actual).toEqual(expected));
    scheduler.run(({ cold, expectObservable }) => {
      const store = storeWith(() => firstValueFrom(of([]).pipe(delay(0))));
      expectObservable(cold<ReturnType<typeof accounted>>('--#').pipe(store.operator)).toBe('--#');
    });
  });

  it('moves what the store will never take from stored to rejected, with its reason and its topic, also across a restart', async () => {
    const refuseSevens: Write = async ({ readings }) =>
      readings.filter(({ value }) => value === 7).map((reading) => ({ reading, detail: 'type conflict' }));
    const pipeline = samplePipeline(listener(), refuseSevens);
    const records = [3, 7, 4].map((rain, at) => publication('rain-1', { rain }, NOON + at * 60_000));
    const [folded] = await firstValueFrom(from([batchOf(records)]).pipe(pipeline.operator, toArray()));
    expect(folded?.rejected).toMatchObject([
      { offset: 1, deviceId: 'rain-1', channel: 'rain', reason: 'refused-by-store', detail: 'type conflict' },
    ]);
    expect(folded?.rejected[0]?.topic).toBe(records[1]?.topic);
    const again = samplePipeline();
    again.restore(JSON.parse(JSON.stringify(pipeline.snapshot())));
    for (const books of [folded?.ledger, pipeline.ledgerNow(), again.ledgerNow()]) {
      const account = books?.find(({ deviceId }) => deviceId === 'rain-1');
      if (account === undefined) throw new Error('no account');
      expect(account.values).toMatchObject({ extracted: 3, storedOnTime: 2, rejected: 1 });
      expect([messageDifference(account), valueDifference(account)]).toEqual([0, 0]);
    }
  });
});
