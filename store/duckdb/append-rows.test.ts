import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { Reading } from '../../model/reading.ts';
import { encodeQuality } from '../quality-code.ts';
import { appendRows } from './append-rows.ts';
import { openDatabase } from './database.ts';
import { packReadings } from './packed-readings.ts';

/** Up to twelve bytes lie in DuckDB's own sixteen, longer ones beside them. */
const NAMES = [
  '',
  'a',
  'twelve bytes',
  'thirteen byte',
  '积水传感器-东门桥',
  '🌧️',
  'it\'s "quoted", with a comma',
  'x'.repeat(300),
];
const WHOLES = [0, -1, 2 ** 31, 2 ** 32, 2 ** 32 - 1, -(2 ** 32), Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER];
const VALUES = [0, -0.5, 1e308, 5e-324, Math.PI];
/** More than two of DuckDB's chunks. */
const ROWS = 5000;

const nameAt = (place: number): string => NAMES[place % NAMES.length] as string;

function readingAt(row: number): Reading {
  return {
    deviceId: nameAt(row),
    channel: nameAt(row >> 3),
    property: row % 5 === 0 ? 'rain.depth' : 'road.flood_depth',
    // A chunk in the middle has a zone everywhere, so that what the one before lacked would show.
    zoneId: row % 7 === 3 && (row < 3000 || row > 4000) ? null : nameAt(row >> 5),
    observedAt: WHOLES[row % WHOLES.length] as number,
    receivedAt: 1_700_000_000_000 + row,
    value: VALUES[row % VALUES.length] as number,
    quality: row % 3 === 0 ? { level: 'bad', reasons: ['out-of-range'] } : { level: 'good', reasons: [] },
    offset: row,
  };
}

it('lays rows into DuckDB as they are, chunk after chunk, and only those that are named', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'citynerve-test-'));
  const { instance, writer } = await openDatabase(join(folder, 'city.duckdb'));
  onTestFinished(() => {
    writer.closeSync();
    instance.closeSync();
    rmSync(folder, { recursive: true });
  });
  const readings = Array.from({ length: ROWS }, (_, row) => readingAt(row));
  const rows = readings.flatMap(({ offset }) => (offset % 9 === 0 ? [] : [offset]));
  await appendRows(writer, { table: 'readings', catalog: null }, packReadings(readings), rows);

  const found = await writer.runAndReadAll('FROM readings ORDER BY journal_offset');
  expect(found.getRows()).toEqual(
    rows.map((row) => {
      const { deviceId, channel, property, zoneId, observedAt, receivedAt, value, quality, offset } = readingAt(row);
      const { level, reasons } = encodeQuality(quality);
      const [observed, received, at] = [observedAt, receivedAt, offset].map(BigInt);
      return [deviceId, channel, property, zoneId, observed, received, value, level, reasons, at];
    }),
  );
});
