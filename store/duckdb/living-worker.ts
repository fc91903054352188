import { basename, dirname, join } from 'node:path';
import { StoreEmptiedError } from '../../model/series-store.ts';
import { fileIdentity } from './file-identity.ts';
import type { StoreWorker } from './store-worker.ts';

/** A worker that has the file open, and how far the file is filled. */
export interface OpenWorker {
  readonly worker: StoreWorker;
  readonly identity: string | null;
  cursor: number;
}

/** The thread that has a store's file open: one that ended is replaced, and rows that are gone are noticed. */
export interface LivingWorker {
  /**
   * One that has ended is replaced, and the cursor read anew. Rejects with a StoreEmptiedError from the moment on that
   * rows are gone.
   */
  living(): Promise<OpenWorker>;
  /**
   * As `living`; rejects too when the file is no longer the one that the worker has open: rows would go where nobody
   * finds them.
   */
  livingInPlace(): Promise<OpenWorker>;
  /** Keeps in mind whether it went well, for `health`. */
  noting<T>(what: string, work: () => Promise<T>): Promise<T>;
  health(): { readonly isHealthy: boolean; readonly detail: string };
  /** Ends the worker, also one that is just being started. */
  end(): Promise<void>;
}

/** What a store's worker is started with: `file` is absolute. */
export interface LivingWorkerOptions {
  readonly file: string;
  readonly startWorker: (file: string) => Promise<StoreWorker>;
  readonly onDamage: (detail: string) => void;
  readonly onLost: (error: StoreEmptiedError) => void;
}

export function createLivingWorker({ file, startWorker, onDamage, onLost }: LivingWorkerOptions): LivingWorker {
  let current: OpenWorker | null = null;
  let opening: Promise<void> | null = null;
  let lastFailure: string | null = null;
  let lost: StoreEmptiedError | null = null;

  const lose = (detail: string): StoreEmptiedError => {
    lost = new StoreEmptiedError(detail);
    onLost(lost);
    return lost;
  };

  const noting = async <T>(what: string, work: () => Promise<T>): Promise<T> => {
    try {
      const answer = await work();
      lastFailure = null;
      return answer;
    } catch (error) {
      lastFailure = `${what}: ${(error as Error).message}`;
      throw error;
    }
  };

  const open = () =>
    noting(`${file} did not open`, async () => {
      const worker = await startWorker(file);
      for (const detail of worker.damage) onDamage(detail);
      const had = current?.cursor ?? 0;
      current = { worker, identity: fileIdentity(file), cursor: worker.cursor };
      if (worker.cursor >= had) return;
      // Rows from here on would stand behind a hole, and questions be answered without what lay in it.
      lose(`${file} has rows up to ${worker.cursor} only, it had them up to ${had}: the journal has them`);
    });

  const living = async () => {
    if (current === null || current.worker.endedBecause !== null) {
      opening ??= open().finally(() => {
        opening = null;
      });
      await opening;
    }
    if (lost !== null) throw lost;
    if (current === null) throw new Error(`${file} is not open`);
    return current;
  };

  return {
    living,
    async livingInPlace() {
      const at = await living();
      if (fileIdentity(file) === at.identity) return at;
      throw lose(`${file} was removed or put away: the journal has its rows`);
    },
    noting,
    health() {
      if (lost !== null) return { isHealthy: false, detail: lost.message };
      const ended = current?.worker.endedBecause ?? null;
      if (ended !== null) return { isHealthy: false, detail: `${ended}; the next call opens the file again` };
      if (lastFailure !== null) return { isHealthy: false, detail: lastFailure };
      // With its folder, which tells generations apart.
      const name = join(basename(dirname(file)), basename(file));
      return { isHealthy: true, detail: `${name} is open, journal folded up to offset ${current?.cursor ?? 0}` };
    },
    async end() {
      // A file that is being opened must not be left behind open.
      await opening?.catch(() => undefined);
      if (current !== null && current.worker.endedBecause === null) await current.worker.close();
    },
  };
}
