import { expect, it } from 'vitest';
import { NO_COUNTS, type StoreBooks } from '../../model/store-books.ts';
import { createReadStoreBooks } from './read-store-books.ts';

const BOOKS: readonly StoreBooks[] = [{ deviceId: 'rain-1', ...NO_COUNTS, taken: 7 }];

/** Timers by hand: they fire when `pass` is called. */
function manualTimers() {
  const callbacks = new Set<() => void>();
  const after = (_millis: number, callback: () => void) => {
    callbacks.add(callback);
    return () => callbacks.delete(callback);
  };
  return { after, callbacks, pass: () => [...callbacks].map((callback) => callback()) };
}

it('resolves with the books and cancels its timer', async () => {
  const { after, callbacks } = manualTimers();
  expect(await createReadStoreBooks({ books: async () => BOOKS }, after)()).toEqual(BOOKS);
  expect(callbacks.size).toBe(0);
});

it('resolves with null when the store fails', async () => {
  const { after } = manualTimers();
  const books = async () => Promise.reject(new Error('away'));
  expect(await createReadStoreBooks({ books }, after)()).toBeNull();
});

it('waits for a store that hangs for a limited time, queries it once, and uses the answer when it comes', async () => {
  const { after, pass } = manualTimers();
  const { promise, resolve } = Promise.withResolvers<readonly StoreBooks[]>();
  let queries = 0;
  const ask = createReadStoreBooks(
    {
      books: () => {
        queries += 1;
        return promise;
      },
    },
    after,
  );
  const [first, second] = [ask(), ask()];
  pass();
  expect([await first, await second, queries]).toEqual([null, null, 1]);
  const third = ask();
  resolve(BOOKS);
  expect([await third, queries]).toEqual([BOOKS, 1]);
  expect([await ask(), queries]).toEqual([BOOKS, 2]);
});
