import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { evenBounds } from '../../model/even-bounds.ts';
import { GOOD, worsen } from '../../model/quality.ts';
import type { Reading } from '../../model/reading.ts';
import type { SeriesStore, StoreBatch } from '../../model/series-store.ts';
import { openDuckStore } from '../../store/duckdb/duck-store.ts';
import { openInfluxStore } from '../../store/influx/influx-store.ts';
import { startInfluxd } from '../harness/influxd.ts';

// Rows per second that each store takes, one awaited batch at a time, and the time of typical queries: medians of
// several runs.
const { values: options } = parseArgs({
  options: {
    rows: { type: 'string', default: '500000' },
    batch: { type: 'string', default: '5000' },
    devices: { type: 'string', default: '2000' },
    engines: { type: 'string', default: 'duckdb,influx' },
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

/** Shape of the traffic: how readings become a batch. */
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
const ASKINGS = 5;

async function timed<T>(name: string, question: () => Promise<T>, countOf: (answer: T) => number): Promise<void> {
  const millis: number[] = [];
  let answers = 0;
  for (let asking = 0; asking < ASKINGS; asking += 1) {
    const startedAt = performance.now();
    answers = countOf(await question());
    millis.push(performance.now() - startedAt);
  }
  millis.sort((a, b) => a - b);
  const median = millis[ASKINGS >> 1] as number;
  say(`    ${name.padEnd(34)} ${median.toFixed(1).padStart(8)} ms  ${answers} answers`);
}

async function write(store: SeriesStore, title: string, shape: Shape): Promise<void> {
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
    `${title}: ${Math.round((1000 * ROWS) / writingMillis)} rows/s in batches of ${BATCH_ROWS}, ack p50 ${at(0.5)} p99 ${at(0.99)} ms, RSS ${Math.round(rss / 1e6)} MB`,
  );
}

async function ask(store: SeriesStore): Promise<void> {
  const span = { from: START, until: START + 1e10 };
  const count = (rows: readonly unknown[]) => rows.length;
  const devices = Array.from({ length: 100 }, (_, i) => `device-${i}`);
  await timed('latest of 100 devices', () => store.latest(devices), count);
  await timed('one device, raw', () => store.range({ ...span, deviceId: 'device-7', limit: 100_000 }), count);
  await timed('10,000 rows of a zone', () => store.range({ ...span, zoneIds: ['cell-7'], limit: 10_000 }), count);
  const bounds = evenBounds(span.from, span.until, 60_000);
  const means = { function: 'mean', bounds, groupBy: 'zone' } as const;
  await timed('mean per zone and minute', () => store.aggregate(means), count);
  await timed('catalogue', () => store.catalogue(), count);
}

async function benchDuckDb(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'citynerve-bench-store-'));
  for (const [name, shape] of Object.entries(SHAPES)) {
    const file = join(folder, `${name.replaceAll(/\W/g, '')}.duckdb`);
    const store = await openDuckStore({ file });
    await write(store, `DuckDB, ${name}`, shape);
    await ask(store);
    await store.close();
    const again = async () => (await openDuckStore({ file })).close();
    await timed('open again', again, () => 1);
    say(`    ${(statSync(file).size / ROWS).toFixed(1)} bytes a row`);
  }
  rmSync(folder, { recursive: true });
}

async function benchInflux(): Promise<void> {
  const influxd = await startInfluxd();
  for (const [n, [name, shape]] of Object.entries(SHAPES).entries()) {
    const address = { host: influxd.host, port: influxd.port, tls: false, database: `bench_${n}`, version: 1 } as const;
    const open = () => openInfluxStore({ address, credential: null, timeoutMillis: 60_000 });
    const store = open();
    await write(store, `InfluxDB, ${name}`, shape);
    await ask(store);
    await store.close();
    let offset = ROWS;
    const again = async () => {
      const opened = open();
      await opened.write({ readings: [readingOf(offset)], requalified: [], nextOffset: offset + 1 });
      offset += 1;
      await opened.close();
    };
    await timed('open again, with the first write', again, () => 1);
  }
  await influxd.stop();
}

const ENGINES: Readonly<Record<string, () => Promise<void>>> = { duckdb: benchDuckDb, influx: benchInflux };
for (const engine of options.engines.split(',')) await ENGINES[engine]?.();
