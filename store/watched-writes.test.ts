import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDuckStore } from './duckdb/duck-store.ts';
import type { StoreWorker } from './duckdb/store-worker.ts';
import { numberedBatch } from './numbered-batch.ts';
import { createWatchedWrites } from './watched-writes.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'citynerve-watched-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function watched() {
  const clock = { now: 5_000 };
  const waits: PromiseWithResolvers<void>[] = [];
  const writes = createWatchedWrites({
    now: () => clock.now,
    signal: new AbortController().signal,
    wait() {
      const wait = Promise.withResolvers<void>();
      waits.push(wait);
      return wait.promise;
    },
  });
  return { clock, waits, writes };
}

test('a DuckDB whose thread does not answer calls itself open; how long the write has been under way is said', async () => {
  const answers: (() => void)[] = [];
  const worker: StoreWorker = {
    cursor: 0,
    damage: [],
    endedBecause: null,
    call: (name) => new Promise((resolve) => name === 'write' && answers.push(() => resolve(null as never))),
    close: async () => undefined,
    kill: async () => undefined,
  };
  const store = await openDuckStore({ file: join(folder, 'readings.duckdb'), startWorker: async () => worker });
  const { clock, writes } = watched();
  expect(writes.trouble).toBeNull();
  const write = writes.write(store, numberedBatch(0));
  clock.now += 9_000;
  expect([writes.trouble, (await store.health()).isHealthy]).toEqual([null, true]);
  clock.now += 33_000;
  expect((await store.health()).isHealthy).toBe(true);
  expect(writes.trouble).toContain('a write has been under way for 42 s');
  answers[0]?.();
  await write;
  expect(writes.trouble).toBeNull();
  clock.now += 60_000;
  expect(writes.trouble).toBeNull();
  await store.close();
});

test('a store that refuses is named with what it said until it takes the batch, and counted', async () => {
  const { writes, waits } = watched();
  let isAway = true;
  const store = {
    async write() {
      if (isAway) throw new Error('connection refused');
      return { refused: [] };
    },
  };
  const write = writes.write(store, numberedBatch(0));
  await new Promise((resolve) => setImmediate(resolve));
  expect([writes.trouble, writes.retries]).toEqual(['takes no rows, tried again in 100 ms: connection refused', 1]);
  isAway = false;
  waits[0]?.resolve();
  expect([await write, writes.trouble]).toEqual([[], null]);
});
