import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { evenBounds } from '../../model/even-bounds.ts';
import { GOOD } from '../../model/quality.ts';
import type { Reading } from '../../model/reading.ts';
import { openDuckStore } from '../../store/duckdb/duck-store.ts';
import { medianOf } from './statistics.ts';
import { runWholePath } from './whole-path.ts';

/** Cost of a message in a city of so many devices. */
export interface CostByDevices {
  readonly devices: number;
  readonly micros: Readonly<Record<string, number>>;
  readonly residentMebibytes: Readonly<Record<string, number>>;
}

/** The same number of messages from more and more devices. */
export async function costByDevices(counts: readonly number[], messages: number): Promise<readonly CostByDevices[]> {
  const costs: CostByDevices[] = [];
  for (const devices of counts) {
    const run = await runWholePath({ payload: 'json-1', qos: 1, devices, messages, perMinute: 1 });
    costs.push({ devices, micros: run.micros, residentMebibytes: run.residentMebibytes });
  }
  return costs;
}

/** Cost of a store with so many readings. */
export interface CostByReadings {
  readonly readings: number;
  readonly microsPerRow: number;
  readonly fileMebibytes: number;
  /** Resident memory of this process, which does nothing but write. */
  readonly residentMebibytes: number;
  readonly latestMillis: number;
  readonly dayOfDeviceMillis: number;
  readonly weekMeanMillis: number;
}

const DEVICES = 1_000;
const BATCH = 10_000;
const MINUTE_MILLIS = 60_000;
const DAY_MILLIS = 1_440 * MINUTE_MILLIS;
const START = Date.UTC(2026, 0, 1);
const ASKS = 5;

/**
 * Fills DuckDB up to each of the given numbers of readings, and measures typical queries of page and analysts there.
 */
export async function costByReadings(counts: readonly number[]): Promise<readonly CostByReadings[]> {
  const folder = mkdtempSync(join(tmpdir(), 'citynerve-growth-'));
  const file = join(folder, 'readings.duckdb');
  const store = await openDuckStore({ file, onDamage: () => undefined });
  const costs: CostByReadings[] = [];
  const asked = async (ask: () => Promise<unknown>): Promise<number> => {
    const took: number[] = [];
    for (let n = 0; n < ASKS; n += 1) {
      const startedAt = performance.now();
      await ask();
      took.push(performance.now() - startedAt);
    }
    return medianOf(took);
  };
  try {
    let written = 0;
    for (const readings of counts) {
      const from = written;
      const startedAt = performance.now();
      for (; written < readings; written += BATCH) {
        const batch = Array.from({ length: BATCH }, (_, index) => readingAt(written + index));
        await store.write({ readings: batch, requalified: [], nextOffset: written + BATCH });
      }
      const micros = ((performance.now() - startedAt) * 1000) / Math.max(1, written - from);
      const residentMebibytes = process.memoryUsage.rss() / 1024 / 1024;
      const until = START + (written / DEVICES) * MINUTE_MILLIS;
      const ids = Array.from({ length: 100 }, (_, index) => `device-${index}`);
      costs.push({
        readings,
        microsPerRow: micros,
        residentMebibytes,
        latestMillis: await asked(() => store.latest(ids)),
        dayOfDeviceMillis: await asked(() =>
          store.range({ deviceId: 'device-7', channel: 'level', from: until - DAY_MILLIS, until, limit: 10_000 }),
        ),
        weekMeanMillis: await asked(() =>
          store.aggregate({
            property: 'drain.level',
            function: 'mean',
            bounds: evenBounds(until - 7 * DAY_MILLIS, until, 3_600_000),
            groupBy: 'none',
          }),
        ),
        fileMebibytes: statSync(file).size / 1024 / 1024,
      });
      process.stdout.write(`${JSON.stringify(costs.at(-1))}\n`);
    }
  } finally {
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  }
  return costs;
}

const readingAt = (n: number): Reading => ({
  deviceId: `device-${n % DEVICES}`,
  channel: 'level',
  property: 'drain.level',
  zoneId: `cell-${n % 40}`,
  observedAt: START + Math.floor(n / DEVICES) * MINUTE_MILLIS,
  receivedAt: START + Math.floor(n / DEVICES) * MINUTE_MILLIS + 500,
  value: 1 + ((n * 7919) % 1000) / 1000,
  quality: GOOD,
  offset: n,
});
