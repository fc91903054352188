import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeSeriesStore } from '../conformance.ts';
import { openDuckStore } from './duck-store.ts';

describeSeriesStore('DuckDB', async () => {
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
});
