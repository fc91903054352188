import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { GOOD, worsen } from '../../model/quality.ts';
import type { Reading } from '../../model/reading.ts';
import type { StoreBatch } from '../../model/series-store.ts';
import { openDuckStore } from '../../store/duckdb/duck-store.ts';

// Rows per second that the embedded store takes, one awaited batch at a time, and how long usual questions take on them.
const { values: options } = parseArgs({
  options: {
    rows: { type: 'string', default: '500000' },
    batch: { type: 'string', default: '5000' },
    devices: { type: 'string', default: '2000' },
  },
});
const ROWS = Number(options.rows);
const BATCH_ROWS = Number(options.batch);
const DEVICES = Number(options.devices);
const START = Date.UTC(2026, 2, 1);
const MINUTE = 60_000;

/** The i-th reading of a city whose devices report once a minute, one after the other. */
function readingOf(i: number): Reading {
  const device = i % DEVICES;
  const observedAt = START + Math.floor(i / DEVICES) * MINUTE + device;
  return {
    deviceId: `device-${device}`,
    channel: 'level',
    property: 'drain.level',
    zoneId: `cell-${device % 100}`,
    observedAt,
    receivedAt: observedAt + 40,
    value: Math.round(1000 * Math.sin(i / 1000)) / 1000,
    quality: GOOD,
    offset: i,
  };
}

/** How a kind of traffic turns readings into a batch. */
type Shape = (
  readings: readonly Reading[],
  earlier: readonly Reading[],
) => Pick<StoreBatch, 'readings' | 'requalified'>;

const SHAPES: Readonly<Record<string, Shape>> = {
  'in order': (readings) => ({ readings, requalified: [] }),
  '5 % late': (readings) => ({
    readings: readings.map((reading, i) =>
      i % 20 === 0 ? { ...reading, observedAt: reading.observedAt - 7 * MINUTE - 1 } : reading,
    ),
    requalified: [],
  }),
  '2 % judged again': (readings, earlier) => ({
    readings,
    requalified: earlier
      .filter((_, i) => i % 50 === 0)
      .map((reading) => ({ ...reading, quality: worsen(GOOD, 'suspect', 'jump') })),
  }),
};

const say = (line: string) => process.stdout.write(`${line}\n`);
const folder = mkdtempSync(join(tmpdir(), 'citynerve-bench-store-'));

async function timed<T>(name: string, question: () => Promise<T>, countOf: (answer: T) => number): Promise<void> {
  const startedAt = performance.now();
  const answer = await question();
  say(
    `    ${name.padEnd(34)} ${(performance.now() - startedAt).toFixed(0).padStart(6)} ms  ${countOf(answer)} answers`,
  );
}

for (const [name, shape] of Object.entries(SHAPES)) {
  const file = join(folder, `${name.replaceAll(/\W/g, '')}.duckdb`);
  const store = await openDuckStore({ file });
  const waits: number[] = [];
  let earlier: readonly Reading[] = [];
  let writingMillis = 0;
  for (let first = 0; first < ROWS; first += BATCH_ROWS) {
    const readings = Array.from({ length: Math.min(BATCH_ROWS, ROWS - first) }, (_, i) => readingOf(first + i));
    const batch = { ...shape(readings, earlier), nextOffset: first + readings.length };
    const startedAt = performance.now();
    await store.write(batch);
    waits.push(performance.now() - startedAt);
    writingMillis += waits.at(-1) as number;
    earlier = readings;
  }
  waits.sort((a, b) => a - b);
  const at = (share: number) => (waits[Math.floor((waits.length - 1) * share)] as number).toFixed(1);
  const { rss } = process.memoryUsage();
  say(
    `${name}: ${Math.round((1000 * ROWS) / writingMillis)} rows/s in batches of ${BATCH_ROWS}, ack p50 ${at(0.5)} p99 ${at(0.99)} ms, RSS ${Math.round(rss / 1e6)} MB`,
  );

  const span = { from: START, until: START + 1e10 };
  await timed(
    'latest of 100 devices',
    () => store.latest(Array.from({ length: 100 }, (_, i) => `device-${i}`)),
    (rows) => rows.length,
  );
  await timed(
    'one device, raw',
    () => store.range({ ...span, deviceId: 'device-7', limit: 100_000 }),
    (rows) => rows.length,
  );
  await timed(
    '10,000 rows of a zone',
    () => store.range({ ...span, zoneId: 'cell-7', limit: 10_000 }),
    (rows) => rows.length,
  );
  await timed(
    'mean per zone and minute',
    () => store.aggregate({ ...span, function: 'mean', stepSeconds: 60, groupBy: 'zone' }),
    (rows) => rows.length,
  );
  await timed(
    'catalogue',
    () => store.catalogue(),
    (rows) => rows.length,
  );
  await store.close();
  await timed(
    'open again',
    async () => (await openDuckStore({ file })).close(),
    () => 1,
  );
  say(`    ${(statSync(file).size / ROWS).toFixed(1)} bytes a row`);
}
rmSync(folder, { recursive: true });
