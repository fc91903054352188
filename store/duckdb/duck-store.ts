import { mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { SeriesStore, StoreBatch, StoreEmptiedError } from '../../model/series-store.ts';
import { createLanes } from '../concurrency-limit.ts';
import { newPartOf, newRefusals, newSkipped } from '../new-part.ts';
import { setRefusedAside } from '../refusal.ts';
import type { StoreCalls } from './calls.ts';
import { createLivingWorker } from './living-worker.ts';
import { takeOwnership } from './owner-lock.ts';
import { buffersOf, packReadings, unpackReadings } from './packed-readings.ts';
import { type StoreWorker, startStoreWorker } from './store-worker.ts';

export interface DuckStoreOptions {
  readonly file: string;
  /** Told in one sentence when something damaged was moved aside and the journal has to fill the gap. */
  readonly onDamage?: (detail: string) => void;
  /** Told when rows that had been taken are gone: from then on nothing is answered, and the journal has to be folded again. */
  readonly onLost?: (error: StoreEmptiedError) => void;
  /** How the thread is started; tests hand in one that they can end. */
  readonly startWorker?: (file: string) => Promise<StoreWorker>;
}

/** The embedded store: DuckDB in a worker thread that alone owns the file. Rejects with a StoreBusyError when somebody has it. */
export async function openDuckStore(options: DuckStoreOptions): Promise<SeriesStore> {
  const { onDamage = () => undefined, onLost = () => undefined, startWorker = startStoreWorker } = options;
  const file = resolve(options.file);
  mkdirSync(dirname(file), { recursive: true });
  const giveBack = takeOwnership(file);
  const alive = createLivingWorker({ file, startWorker, onDamage, onLost });
  const writes = createLanes(1);
  let closing: Promise<void> | null = null;

  const whileOpen = async <T>(answer: () => Promise<T>): Promise<T> => {
    if (closing !== null) throw new Error(`the store ${file} is closed`);
    return answer();
  };

  const call = async <Name extends keyof StoreCalls>(name: Name, argument: StoreCalls[Name][0]) =>
    (await alive.living()).worker.call(name, argument);

  const write = async (batch: StoreBatch) => {
    const { kept, refused } = setRefusedAside(batch.readings);
    const requalified = setRefusedAside(batch.requalified).kept;
    const at = await alive.livingInPlace();
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
    // Writes that were given before are still carried out.
    await writes.idle();
    await alive.end();
    giveBack();
  };

  try {
    await alive.living();
  } catch (error) {
    giveBack();
    throw error;
  }
  return {
    caps: Object.freeze({ atomicBatch: true, ackDurable: true, ownCursor: true }),
    write: (batch) => whileOpen(() => writes.run(() => write(batch))),
    cursor: () => whileOpen(async () => (await alive.living()).cursor),
    books: (deviceId) => whileOpen(() => call('books', deviceId ?? null)),
    range: (query) => whileOpen(async () => unpackReadings(await call('range', query))),
    aggregate: (query) => whileOpen(() => call('aggregate', query)),
    latest: (deviceIds) => whileOpen(async () => unpackReadings(await call('latest', deviceIds))),
    catalogue: () => whileOpen(() => call('catalogue', null)),
    health: async () => (closing === null ? alive.health() : { isHealthy: false, detail: 'closed' }),
    copyTo: (target) => whileOpen(async () => void (await call('copy', resolve(target)))),
    settle: () => whileOpen(async () => void (await alive.living())),
    close: () => {
      closing ??= close();
      return closing;
    },
  };
}
