import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NewerVersionError } from '../../model/newer-version-error.ts';
import { type StoreBatch, StoreEmptiedError } from '../../model/series-store.ts';
import { numberedBatch, ROWS_A_BATCH } from '../numbered-batch.ts';
import { openDuckStore } from './duck-store.ts';
import { StoreBusyError } from './owner-lock.ts';
import { type StoreWorker, startStoreWorker } from './store-worker.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'citynerve-loss-'));
  file = join(folder, 'readings.duckdb');
});
afterEach(() => rmSync(folder, { recursive: true }));

async function writeAll(batches: readonly StoreBatch[]): Promise<void> {
  const store = await openDuckStore({ file });
  for (const batch of batches) await store.write(batch);
  await store.close();
}

/**
 * The file and its log as a killed process leaves them: copied while the store is open, which a close would tidy up.
 */
async function crashedCopy(batches: readonly StoreBatch[]): Promise<string> {
  const store = await openDuckStore({ file });
  for (const batch of batches) await store.write(batch);
  const copy = join(folder, 'crashed.duckdb');
  for (const suffix of ['', '.wal']) copyFileSync(file + suffix, copy + suffix);
  await store.close();
  return copy;
}

describe('a DuckDB store whose thread ends', () => {
  it('rejects the calls in flight, and goes on with the next call without losing or repeating a row', async () => {
    const workers: StoreWorker[] = [];
    const startWorker = async (path: string) => {
      const worker = await startStoreWorker(path);
      workers.push(worker);
      return worker;
    };
    const store = await openDuckStore({ file, startWorker });
    await store.write(numberedBatch(0));
    const running = store.write(numberedBatch(1));
    const failed = expect(running).rejects.toThrow(/worker .* ended/);
    await workers[0]?.kill();
    await failed;
    expect(await store.health()).toMatchObject({ isHealthy: false, detail: expect.stringContaining('ended') });
    await store.write(numberedBatch(1));
    expect(await store.health()).toMatchObject({ isHealthy: true });
    expect(await store.cursor()).toBe(2 * ROWS_A_BATCH);
    expect((await store.catalogue()).reduce((rows, { count }) => rows + count, 0)).toBe(2 * ROWS_A_BATCH);
    await store.close();
    expect(workers).toHaveLength(2);
  });
});

describe('a DuckDB store whose file is damaged while it is open', () => {
  it('rejects all calls from then on, and is filled again from the journal after a restart', async () => {
    await writeAll([numberedBatch(0), numberedBatch(1)]);
    const workers: StoreWorker[] = [];
    const startWorker = async (path: string) => {
      const worker = await startStoreWorker(path);
      workers.push(worker);
      return worker;
    };
    const told: unknown[] = [];
    const store = await openDuckStore({ file, startWorker, onLost: (error) => told.push(error) });
    writeFileSync(file, readFileSync(file).fill(0xa5, 3 * 4096));
    await workers[0]?.kill();
    // Rows written now would stand behind a hole, and questions be answered without what lay in it.
    await expect(store.catalogue()).rejects.toThrow(StoreEmptiedError);
    await expect(store.write(numberedBatch(2))).rejects.toThrow(StoreEmptiedError);
    expect(told).toHaveLength(1);
    expect(await store.health()).toMatchObject({
      isHealthy: false,
      detail: expect.stringContaining('the journal has them'),
    });
    await store.close();
    const again = await openDuckStore({ file });
    expect([await again.cursor(), await again.catalogue()]).toEqual([0, []]);
    await again.close();
  });
});

describe('a DuckDB file of which one byte was altered', () => {
  it('is quarantined, or gives the same answers as before', async () => {
    await writeAll([numberedBatch(0), numberedBatch(1)]);
    const sound = readFileSync(file);
    const ask = async () => {
      const damage: string[] = [];
      const store = await openDuckStore({ file, onDamage: (detail) => damage.push(detail) });
      const told = [await store.cursor(), await store.catalogue()];
      await store.close();
      return { damage, told };
    };
    const before = await ask();
    let found = 0;
    for (let n = 0; n < 24; n += 1) {
      const altered = Buffer.from(sound);
      // Over the whole file, the headers twice as densely.
      const at = n % 3 === 0 ? (n * 521) % 12_288 : Math.floor((n / 24) * sound.length);
      altered[at] = (altered[at] ?? 0) ^ 0x10;
      writeFileSync(file, altered);
      rmSync(`${file}.wal`, { force: true });
      const { damage, told } = await ask();
      if (damage.length === 0) expect([at, ...told]).toEqual([at, ...before.told]);
      else found += 1;
    }
    expect(found).toBeGreaterThan(2);
  }, 180_000);
});

describe('a DuckDB store that is in use', () => {
  it('is not opened a second time in this process', async () => {
    const store = await openDuckStore({ file });
    await expect(openDuckStore({ file })).rejects.toThrow(StoreBusyError);
    await store.close();
    await (await openDuckStore({ file })).close();
  });

  it('is refused, and left where it is, when the engine finds the file locked', async () => {
    await writeAll([numberedBatch(0)]);
    const holder = spawn(process.execPath, ['-e', HOLD, file], { stdio: ['pipe', 'pipe', 'inherit'] });
    await new Promise((resolve) => holder.stdout.once('data', resolve));
    await expect(openDuckStore({ file })).rejects.toThrow(/lock/i);
    const ended = new Promise((resolve) => holder.once('exit', resolve));
    holder.kill('SIGKILL');
    await ended;
    const store = await openDuckStore({ file });
    expect(await store.cursor()).toBe(ROWS_A_BATCH);
    await store.close();
    expect(readdirSync(folder)).toEqual(['readings.duckdb']);
  });

  const HOLD = `import('@duckdb/node-api').then(async ({ DuckDBInstance }) => {
    globalThis.held = await DuckDBInstance.create(process.argv[1]); console.log('held'); process.stdin.resume(); })`;
});

describe('a damaged DuckDB store', () => {
  it('without its log goes on from the last checkpoint, rows and cursor alike', async () => {
    await writeAll([numberedBatch(0)]);
    const copy = await crashedCopy([numberedBatch(1), numberedBatch(2)]);
    const log = readFileSync(`${copy}.wal`);
    writeFileSync(`${copy}.wal`, log.fill(0xa5, log.length >> 2, log.length >> 1));
    const damage: string[] = [];
    const store = await openDuckStore({ file: copy, onDamage: (detail) => damage.push(detail) });
    expect(damage).toEqual([expect.stringContaining('crashed.duckdb.damaged-1.wal')]);
    expect(await store.cursor()).toBe(ROWS_A_BATCH);
    for (const n of [1, 2]) await store.write(numberedBatch(n));
    expect((await store.catalogue()).reduce((rows, { count }) => rows + count, 0)).toBe(3 * ROWS_A_BATCH);
    await store.close();
    expect(existsSync(`${copy}.damaged-1.wal`)).toBe(true);
  });

  it.each<[string, (bytes: Buffer) => Buffer]>([
    ['cut in half', (bytes) => bytes.subarray(0, bytes.length / 2)],
    ['without its headers', (bytes) => bytes.fill(0xa5, 0, 3 * 4096)],
    ['spoilt behind its headers', (bytes) => bytes.fill(0xa5, 3 * 4096)],
    ['of another kind', () => Buffer.from('no database at all')],
    ['empty', () => Buffer.alloc(0)],
  ])('%s is moved aside, and an empty one takes its place', async (_, spoilt) => {
    await writeAll([numberedBatch(0), numberedBatch(1)]);
    writeFileSync(file, spoilt(readFileSync(file)));
    const damage: string[] = [];
    const store = await openDuckStore({ file, onDamage: (detail) => damage.push(detail) });
    expect(damage).toEqual([expect.stringContaining('readings.duckdb.damaged-1')]);
    expect([await store.cursor(), await store.catalogue()]).toEqual([0, []]);
    await store.close();
    expect(readdirSync(folder).sort()).toEqual(['readings.duckdb', 'readings.duckdb.damaged-1']);
  });

  it('is left alone when only a newer Citynerve can read it', async () => {
    await writeAll([numberedBatch(0)]);
    const instance = await DuckDBInstance.create(file);
    const connection = await instance.connect();
    await connection.run('UPDATE schema_version SET version = 99');
    connection.closeSync();
    instance.closeSync();
    await expect(openDuckStore({ file })).rejects.toThrow(NewerVersionError);
    await expect(openDuckStore({ file })).rejects.toThrow(/version 99/);
    expect(readdirSync(folder)).toEqual(['readings.duckdb']);
  });
});

describe('a DuckDB store whose process is killed', () => {
  it('has every acknowledged batch, and no part of another', async () => {
    for (const kills of [1, 4, 9]) {
      const child = spawn(process.execPath, [join(import.meta.dirname, 'numbered-writer.ts'), file], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const ended = once(child, 'exit');
      let acknowledged = 0;
      for await (const line of createInterface({ input: child.stdout })) {
        acknowledged = Number(line);
        if (acknowledged % 10 >= kills) child.kill('SIGKILL');
      }
      await ended;
      const store = await openDuckStore({ file });
      const cursor = (await store.cursor()) as number;
      const rows = (await store.catalogue()).reduce((sum, { count }) => sum + count, 0);
      await store.close();
      expect(rows).toBe(cursor);
      expect([acknowledged, acknowledged + 1]).toContain(cursor / ROWS_A_BATCH);
    }
  }, 120_000);
});
