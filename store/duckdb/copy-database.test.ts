import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Reading } from '../../model/reading.ts';
import type { SeriesStore } from '../../model/series-store.ts';
import { openDuckStore } from './duck-store.ts';

const reading = (offset: number): Reading => ({
  deviceId: 'gauge-1',
  channel: 'rain',
  property: 'noise.laeq',
  zoneId: null,
  observedAt: 1_700_000_000_000 + offset,
  receivedAt: 1_700_000_000_000 + offset,
  value: offset,
  quality: { level: 'good', reasons: [] },
  offset,
});

async function open(file: string): Promise<SeriesStore> {
  const store = await openDuckStore({ file });
  onTestFinished(() => store.close());
  return store;
}

test('a copy made between writes holds the rows up to its own cursor, no more and no less', async () => {
  const folder = mkdtempSync(join(tmpdir(), "citynerve's copy-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const store = await open(join(folder, 'readings.duckdb'));
  const copies: Promise<void>[] = [];
  for (let batch = 0; batch < 40; batch += 1) {
    const readings = Array.from({ length: 100 }, (_, index) => reading(batch * 100 + index));
    const write = store.write({ readings, requalified: [], nextOffset: (batch + 1) * 100 });
    if (batch % 10 === 5) copies.push(store.copyTo?.(join(folder, `copy-${batch}.duckdb`)) ?? Promise.reject());
    await write;
  }
  await Promise.all(copies);
  for (const batch of [5, 15, 25, 35]) {
    const file = join(folder, `copy-${batch}.duckdb`);
    expect(existsSync(`${file}.wal`)).toBe(false);
    const copy = await open(file);
    const cursor = (await copy.cursor()) ?? 0;
    expect(cursor).toBeGreaterThanOrEqual(batch * 100);
    const [row] = await copy.catalogue();
    expect([row?.count, row?.sum]).toEqual([cursor, (cursor * (cursor - 1)) / 2]);
  }
});

test('a copy is never written over anything', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'citynerve-copy-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'readings.duckdb');
  const store = await open(file);
  await expect(store.copyTo?.(file)).rejects.toThrow('exists already');
  expect(await store.cursor()).toBe(0);
});
