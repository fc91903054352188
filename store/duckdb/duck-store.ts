import { mkdirSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { type SeriesStore, type StoreBatch, StoreEmptiedError } from '../../model/series-store.ts';
import { createLanes } from '../concurrency-limit.ts';
import { newPartOf, newRefusals } from '../new-part.ts';
import { setRefusedAside } from '../refusal.ts';
import type { StoreCalls } from './calls.ts';
import { fileIdentity } from './file-identity.ts';
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
  const writes = createLanes(1);
  let current: { readonly worker: StoreWorker; readonly identity: string | null; cursor: number } | null = null;
  let opening: Promise<void> | null = null;
  let lastFailure: string | null = null;
  let closing: Promise<void> | null = null;
  let lost: StoreEmptiedError | null = null;

  function lose(detail: string): StoreEmptiedError {
    lost = new StoreEmptiedError(detail);
    onLost(lost);
    return lost;
  }

  const open = async () => {
    try {
      const worker = await startWorker(file);
      for (const detail of worker.damage) onDamage(detail);
      const had = current?.cursor ?? 0;
      current = { worker, identity: fileIdentity(file), cursor: worker.cursor };
      lastFailure = null;
      if (worker.cursor >= had) return;
      // Rows from here on would stand behind a hole, and questions be answered without what lay in it.
      lose(`${file} has rows up to ${worker.cursor} only, it had them up to ${had}: the journal has them`);
    } catch (error) {
      lastFailure = `${file} did not open: ${(error as Error).message}`;
      throw error;
    } finally {
      opening = null;
    }
  };

  /** The living worker; one that has ended is replaced, and the cursor read anew from the file. */
  const living = async () => {
    if (current === null || current.worker.endedBecause !== null) {
      opening ??= open();
      await opening;
    }
    if (lost !== null) throw lost;
    if (current === null) throw new Error(`${file} is not open`);
    return current;
  };

  const whileOpen = async <T>(answer: () => Promise<T>): Promise<T> => {
    if (closing !== null) throw new Error(`the store ${file} is closed`);
    return answer();
  };

  const call = async <Name extends keyof StoreCalls>(name: Name, argument: StoreCalls[Name][0]) =>
    (await living()).worker.call(name, argument);

  const write = async (batch: StoreBatch) => {
    const { kept, refused } = setRefusedAside(batch.readings);
    const requalified = setRefusedAside(batch.requalified).kept;
    const at = await living();
    // Rows would go into a file that nobody finds any more.
    if (fileIdentity(file) !== at.identity) throw lose(`${file} was removed or put away: the journal has its rows`);
    const part = newPartOf({ readings: kept, requalified, nextOffset: batch.nextOffset }, at.cursor);
    if (part === null) return { refused };
    const packed = { readings: packReadings(part.readings), requalified: packReadings(part.requalified) };
    const devices = newRefusals(refused, at.cursor).map(({ reading }) => reading.deviceId);
    try {
      await at.worker.call(
        'write',
        { ...packed, refused: devices, nextOffset: batch.nextOffset },
        Object.values(packed).flatMap(buffersOf),
      );
      lastFailure = null;
    } catch (error) {
      lastFailure = `the last write failed: ${(error as Error).message}`;
      throw error;
    }
    at.cursor = batch.nextOffset;
    return { refused };
  };

  const health = () => {
    if (closing !== null) return { isHealthy: false, detail: 'closed' };
    if (lost !== null) return { isHealthy: false, detail: lost.message };
    const ended = current?.worker.endedBecause ?? null;
    if (ended !== null) return { isHealthy: false, detail: `${ended}; the next call opens the file again` };
    if (lastFailure !== null) return { isHealthy: false, detail: lastFailure };
    // With its folder, which tells generations apart.
    const name = join(basename(dirname(file)), basename(file));
    return { isHealthy: true, detail: `${name} is open, journal folded up to offset ${current?.cursor ?? 0}` };
  };

  const close = async () => {
    // Writes that were given before are still carried out, and a file that is being opened must not be left behind open.
    await writes.idle();
    await opening?.catch(() => undefined);
    if (current !== null && current.worker.endedBecause === null) await current.worker.close();
    giveBack();
  };

  try {
    await open();
  } catch (error) {
    giveBack();
    throw error;
  }
  return {
    caps: Object.freeze({ atomicBatch: true, ackDurable: true, ownCursor: true }),
    write: (batch) => whileOpen(() => writes.run(() => write(batch))),
    cursor: () => whileOpen(async () => (await living()).cursor),
    books: (deviceId) => whileOpen(() => call('books', deviceId ?? null)),
    range: (query) => whileOpen(async () => unpackReadings(await call('range', query))),
    aggregate: (query) => whileOpen(() => call('aggregate', query)),
    latest: (deviceIds) => whileOpen(async () => unpackReadings(await call('latest', deviceIds))),
    catalogue: () => whileOpen(() => call('catalogue', null)),
    health: async () => health(),
    copyTo: (target) => whileOpen(async () => void (await call('copy', resolve(target)))),
    settle: () => whileOpen(async () => void (await living())),
    close: () => {
      closing ??= close();
      return closing;
    },
  };
}
