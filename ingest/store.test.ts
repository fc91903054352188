import { delay, firstValueFrom, from, of, toArray } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { describe, expect, it } from 'vitest';
import type { FoldResult } from '../model/fold.ts';
import { createStore } from './store.ts';

const result = (nextOffset: number) => ({ nextOffset }) as FoldResult;
const accounted = (nextOffset: number) => ({ result: result(nextOffset), steps: [] });

describe('store', () => {
  it('writes one batch at a time, in order', async () => {
    const log: string[] = [];
    const store = createStore(async ({ nextOffset }) => {
      log.push(`begin ${nextOffset}`);
      await Promise.resolve();
      log.push(`end ${nextOffset}`);
    });
    await firstValueFrom(from([accounted(1), accounted(2)]).pipe(store.operator, toArray()));
    expect(log).toEqual(['begin 1', 'end 1', 'begin 2', 'end 2']);
  });

  it('ends the stream when a write fails, and writes nothing after it', async () => {
    const written: number[] = [];
    const store = createStore(async ({ nextOffset }) => {
      if (nextOffset === 2) throw new Error('the disk is gone');
      written.push(nextOffset);
    });
    const run = firstValueFrom(from([1, 2, 3].map(accounted)).pipe(store.operator, toArray()));
    await expect(run).rejects.toThrow('the disk is gone');
    expect(written).toEqual([1]);
  });

  it('passes on that the journal failed', () => {
    const scheduler = new TestScheduler((actual, expected) => expect(actual).toEqual(expected));
    scheduler.run(({ cold, expectObservable }) => {
      const store = createStore(() => firstValueFrom(of(undefined).pipe(delay(0))));
      expectObservable(cold<ReturnType<typeof accounted>>('--#').pipe(store.operator)).toBe('--#');
    });
  });
});
