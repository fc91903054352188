import { mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { SeriesStore, StoreBatch, StoreEmptiedError } from '../../model/series-store.ts';
import { createConcurrencyLimit } from '../concurrency-limit.ts';
import { newPartOf, newRefusals, newSkipped } from '../new-part.ts';
import { separateRefused } from '../refusal.ts';
import type { StoreCalls } from './calls.ts';
import { takeOwnership } from './owner-lock.ts';
import { buffersOf, packReadings, unpackReadings } from './packed-readings.ts';
import { createRestartingWorker } from './restarting-worker.ts';
import { type StoreWorker, startStoreWorker } from './store-worker.ts';

export interface DuckStoreOptions {
  readonly file: string;
  /**
   * Called with a sentence when a damaged file was quarantined: its readings have to be folded again from the journal.
   */
  readonly onDamage?: (detail: string) => void;
  /**
   * Called when rows that were written are missing: from then on all calls reject, and the journal has to be folded
   * again.
   */
  readonly onLost?: (error: StoreEmptiedError) => void;
  /** Starts the worker thread; tests replace it. */
  readonly startWorker?: (file: string) => Promise<StoreWorker>;
}

/**
 * Opens the embedded store: DuckDB in a worker thread. Rejects with a `StoreBusyError` when the file is open already in
 * this process.
 */
export async function openDuckStore(options: DuckStoreOptions): Promise<SeriesStore> {
  const { onDamage = () => undefined, onLost = () => undefined, startWorker = startStoreWorker } = options;
  const file = resolve(options.file);
  mkdirSync(dirname(file), { recursive: true });
  const release = takeOwnership(file);
  const alive = createRestartingWorker({ file, startWorker, onDamage, onLost });
  const writes = createConcurrencyLimit(1);
  let closing: Promise<void> | null = null;

  const whileOpen = async <T>(answer: () => Promise<T>): Promise<T> => {
    if (closing !== null) throw new Error(`the store ${file} is closed`);
    return answer();
  };

  const call = async <Name extends keyof StoreCalls>(name: Name, argument: StoreCalls[Name][0]) =>
    (await alive.running()).worker.call(name, argument);

  const write = async (batch: StoreBatch) => {
    const { kept, refused } = separateRefused(batch.readings);
    const requalified = separateRefused(batch.requalified).kept;
    const at = await alive.runningInPlace();
    const part = newPartOf({ readings: kept, requalified, nextOffset: batch.nextOffset }, at.cursor);
    if (part === null) return { refused };
    const packed = { readings: packReadings(part.readings), requalified: packReadings(part.requalified) };
    const devices = newRefusals(refused, at.cursor).map(({ reading }) => reading.deviceId);
    const skipped = newSkipped(batch, at.cursor);
    const filled = { ...packed, refused: devices, skipped, nextOffset: batch.nextOffset };
    const buffers = Object.values(packed).flatMap(buffersOf);
    await alive.noting('the last write failed', () => at.worker.call('write', filled, buffers));
    at.cursor = batch.nextOffset;
    return { refused };
  };

  const close = async () => {
    // Writes that were called before are still carried out.
    await writes.idle();
    await alive.end();
    release();
  };

  try {
    await alive.running();
  } catch (error) {
    release();
    throw error;
  }
  return {
    caps: Object.freeze({ atomicBatch: true, ackDurable: true, ownCursor: true }),
    write: (batch) => whileOpen(() => writes.run(() => write(batch))),
    cursor: () => whileOpen(async () => (await alive.running()).cursor),
    books: (deviceId) => whileOpen(() => call('books', deviceId ?? null)),
    range: (query) => whileOpen(async () => unpackReadings(await call('range', query))),
    aggregate: (query) => whileOpen(() => call('aggregate', query)),
    deviceMeans: (query) => whileOpen(() => call('deviceMeans', query)),
    latest: (deviceIds) => whileOpen(async () => unpackReadings(await call('latest', deviceIds))),
    catalogue: () => whileOpen(() => call('catalogue', null)),
    health: async () => (closing === null ? alive.health() : { isHealthy: false, detail: 'closed' }),
    copyTo: (target) => whileOpen(async () => void (await call('copy', resolve(target)))),
    settle: () => whileOpen(async () => void (await alive.running())),
    close: () => {
      closing ??= close();
      return closing;
    },
  };
}
