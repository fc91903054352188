import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { expect, it } from 'vitest';
import { NO_COUNTS } from '../../model/store-books.ts';
import { numberedBatch, ROWS_A_BATCH } from '../numbered-batch.ts';
import { openDuckStore } from './duck-store.ts';

it('opens a file of 0.1.0, which kept no books: they begin with its rows as taken', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'citynerve-books-'));
  const file = join(folder, 'readings.duckdb');
  const first = await openDuckStore({ file });
  await first.write(numberedBatch(0));
  await first.close();
  const instance = await DuckDBInstance.create(file);
  const connection = await instance.connect();
  await connection.run('DROP TABLE books');
  await connection.run('UPDATE schema_version SET version = 1');
  connection.closeSync();
  instance.closeSync();

  const store = await openDuckStore({ file });
  const rowsADevice = ROWS_A_BATCH / 300;
  expect(await store.books('d7')).toEqual([{ deviceId: 'd7', ...NO_COUNTS, taken: rowsADevice }]);
  const [again] = numberedBatch(0).readings;
  if (again === undefined) throw new Error('a batch has readings');
  await store.write({ readings: [{ ...again, offset: ROWS_A_BATCH }], requalified: [], nextOffset: ROWS_A_BATCH + 1 });
  expect(await store.books('d0')).toEqual([{ deviceId: 'd0', ...NO_COUNTS, taken: rowsADevice, equalAlready: 1 }]);
  await store.close();
  rmSync(folder, { recursive: true });
});

it('opens a file whose books have no column for what was skipped yet', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'citynerve-books-'));
  const file = join(folder, 'readings.duckdb');
  await (await openDuckStore({ file })).close();
  const instance = await DuckDBInstance.create(file);
  const connection = await instance.connect();
  await connection.run('ALTER TABLE books DROP COLUMN skipped');
  await connection.run("INSERT INTO books VALUES ('d1', 1, 2, 3, 4)");
  await connection.run('UPDATE schema_version SET version = 2');
  connection.closeSync();
  instance.closeSync();

  const before = { ...NO_COUNTS, equalAlready: 1, differentAlready: 2, refused: 3, outsideRetention: 4 };
  for (const skipped of [0, 5]) {
    const store = await openDuckStore({ file });
    expect(await store.books()).toEqual([{ deviceId: 'd1', ...before, skipped }]);
    await store.write({
      readings: [],
      requalified: [],
      skipped: [{ deviceId: 'd1', count: 5, offset: 8 }],
      nextOffset: 9,
    });
    await store.close();
  }
  rmSync(folder, { recursive: true });
});
