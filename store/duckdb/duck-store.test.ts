import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe } from 'vitest';
import { describeSeriesStore } from '../conformance.ts';
import { answersLikeMemory } from '../like-memory-conformance.ts';
import { openDuckStore } from './duck-store.ts';

async function create() {
  const folder = mkdtempSync(join(tmpdir(), 'citynerve-duckdb-'));
  const file = join(folder, 'readings.duckdb');
  let store = await openDuckStore({ file });
  return {
    store,
    reopen: async () => {
      await store.close();
      store = await openDuckStore({ file });
      return store;
    },
    dispose: async () => {
      await store.close();
      rmSync(folder, { recursive: true });
    },
  };
}

describeSeriesStore('DuckDB', create);

describe('DuckDB', () => answersLikeMemory(create, 12));
