import { expect, it } from 'vitest';
import { NO_COUNTS, type StoreBooks } from '../../model/store-books.ts';
import { askStoreBooks } from './store-books.ts';

const BOOKS: readonly StoreBooks[] = [{ deviceId: 'rain-1', ...NO_COUNTS, taken: 7 }];

/** A clock by hand: what was asked for comes when `pass` is called. */
function clockByHand() {
  const callbacks = new Set<() => void>();
  const after = (_millis: number, callback: () => void) => {
    callbacks.add(callback);
    return () => callbacks.delete(callback);
  };
  return { after, callbacks, pass: () => [...callbacks].map((callback) => callback()) };
}

it('answers with the books, and leaves no timer behind', async () => {
  const { after, callbacks } = clockByHand();
  expect(await askStoreBooks({ books: async () => BOOKS }, after)()).toEqual(BOOKS);
  expect(callbacks.size).toBe(0);
});

it('answers without books when the store is away', async () => {
  const { after } = clockByHand();
  const books = async () => Promise.reject(new Error('away'));
  expect(await askStoreBooks({ books }, after)()).toBeNull();
});

it('waits for a store that hangs no longer than a bound, asks it once, and has its answer when it comes', async () => {
  const { after, pass } = clockByHand();
  const { promise, resolve } = Promise.withResolvers<readonly StoreBooks[]>();
  let asked = 0;
  const ask = askStoreBooks(
    {
      books: () => {
        asked += 1;
        return promise;
      },
    },
    after,
  );
  const [first, second] = [ask(), ask()];
  pass();
  expect([await first, await second, asked]).toEqual([null, null, 1]);
  const third = ask();
  resolve(BOOKS);
  expect([await third, asked]).toEqual([BOOKS, 1]);
  expect([await ask(), asked]).toEqual([BOOKS, 2]);
});
