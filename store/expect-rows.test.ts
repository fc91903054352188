import { expect, test } from 'vitest';
import { StoreEmptiedError } from '../model/series-store.ts';
import { expectRows } from './expect-rows.ts';
import { openMemoryStore } from './memory/memory-store.ts';

const upTo = (nextOffset: number) => ({ readings: [], requalified: [], nextOffset });

test('a store with all rows is asked once and then written to', async () => {
  const store = openMemoryStore();
  await store.write(upTo(7));
  let asked = 0;
  const cursor = () => {
    asked += 1;
    return store.cursor();
  };
  const guarded = expectRows({ ...store, cursor }, 7);
  await guarded.write(upTo(8));
  await guarded.write(upTo(9));
  expect([asked, await store.cursor()]).toEqual([1, 9]);
});

test('a store that is away is asked again, one that lost rows takes nothing', async () => {
  const store = openMemoryStore();
  const answers = [() => Promise.reject(new Error('away')), () => store.cursor()];
  const guarded = expectRows({ ...store, cursor: () => (answers.shift() ?? store.cursor)() }, 7);
  await expect(guarded.write(upTo(8))).rejects.toThrow('away');
  await expect(guarded.write(upTo(8))).rejects.toThrow(StoreEmptiedError);
  expect(await store.cursor()).toBe(0);
});
