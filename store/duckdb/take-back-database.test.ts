import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { GOOD } from '../../model/quality.ts';
import type { Reading } from '../../model/reading.ts';
import { NO_COUNTS } from '../../model/store-books.ts';
import { openDuckStore } from './duck-store.ts';
import { takeBackDatabase } from './take-back-database.ts';

const DAY = Date.UTC(2026, 2, 1);
const reading = (offset: number, changes: Partial<Reading> = {}): Reading => ({
  deviceId: 'd1',
  channel: 'level',
  property: 'drain.level',
  zoneId: null,
  observedAt: DAY + offset,
  receivedAt: DAY + offset,
  value: 1,
  quality: GOOD,
  offset,
  ...changes,
});

test('a store that is taken back has rows, books and cursor of then, and takes the same again', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'citynerve-take-back-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'readings.duckdb');
  const early = { readings: [reading(1), reading(2), reading(3, { observedAt: DAY + 1 })], requalified: [] };
  const late = {
    readings: [reading(11), reading(12, { observedAt: DAY + 2 }), reading(14, { deviceId: 'd2', value: Number.NaN })],
    requalified: [],
    skipped: [{ deviceId: 'd1', count: 4, offset: 15 }],
  };
  const first = await openDuckStore({ file });
  await first.write({ ...early, nextOffset: 10 });
  const then = await first.books();
  await first.write({ ...late, nextOffset: 20 });
  const now = await first.books();
  await first.close();

  await takeBackDatabase(file, { nextOffset: 10, accepted: new Map([['d1', 3]]) });
  const again = await openDuckStore({ file });
  onTestFinished(() => again.close());
  expect(await again.cursor()).toBe(10);
  // A device that was not known then stands in the books with nothing.
  expect(await again.books()).toEqual([...then, { deviceId: 'd2', ...NO_COUNTS }]);
  expect((await again.range({ from: 0, until: DAY * 2, limit: 10 })).map(({ offset }) => offset)).toEqual([1, 2]);
  await again.write({ ...late, nextOffset: 20 });
  expect(await again.books()).toEqual(now);
});

test('a store that has not come so far is not taken back', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'citynerve-take-back-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'readings.duckdb');
  await (await openDuckStore({ file })).close();
  await expect(takeBackDatabase(file, { nextOffset: 5, accepted: new Map() })).rejects.toThrow('offset 0, not to 5');
});
