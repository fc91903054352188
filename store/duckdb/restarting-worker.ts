import { basename, dirname, join } from 'node:path';
import { StoreEmptiedError } from '../../model/series-store.ts';
import { fileIdentity } from './file-identity.ts';
import type { StoreWorker } from './store-worker.ts';

/** A worker that has the file open; `cursor` is the journal offset up to which the file has all readings. */
export interface OpenWorker {
  readonly worker: StoreWorker;
  readonly identity: string | null;
  cursor: number;
}

/** The worker thread of a store. A thread that has ended is replaced, and missing rows are detected. */
export interface RestartingWorker {
  /**
   * The running worker; one that has ended is replaced first, and the cursor read again. Rejects with a
   * `StoreEmptiedError` once rows are missing.
   */
  running(): Promise<OpenWorker>;
  /**
   * As `running`; also rejects when the file at the path is no longer the one that the worker has open, because rows
   * would be lost.
   */
  runningInPlace(): Promise<OpenWorker>;
  /** Runs `work` and records whether it failed, for `health`. */
  noting<T>(what: string, work: () => Promise<T>): Promise<T>;
  health(): { readonly isHealthy: boolean; readonly detail: string };
  /** Ends the worker, also one that is being started. */
  end(): Promise<void>;
}

/** Options of `createRestartingWorker`; `file` is an absolute path. */
export interface RestartingWorkerOptions {
  readonly file: string;
  readonly startWorker: (file: string) => Promise<StoreWorker>;
  readonly onDamage: (detail: string) => void;
  readonly onLost: (error: StoreEmptiedError) => void;
}

export function createRestartingWorker({
  file,
  startWorker,
  onDamage,
  onLost,
}: RestartingWorkerOptions): RestartingWorker {
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
      // Further rows would come after a gap, and queries would be answered without the missing rows.
      lose(`${file} has rows up to ${worker.cursor} only, it had them up to ${had}: the journal has them`);
    });

  const running = async () => {
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
    running,
    async runningInPlace() {
      const at = await running();
      if (fileIdentity(file) === at.identity) return at;
      throw lose(`${file} was removed or put away: the journal has its rows`);
    },
    noting,
    health() {
      if (lost !== null) return { isHealthy: false, detail: lost.message };
      const ended = current?.worker.endedBecause ?? null;
      if (ended !== null) return { isHealthy: false, detail: `${ended}; the next call opens the file again` };
      if (lastFailure !== null) return { isHealthy: false, detail: lastFailure };
      // With its folder, whose name contains the generation.
      const name = join(basename(dirname(file)), basename(file));
      return { isHealthy: true, detail: `${name} is open, journal folded up to offset ${current?.cursor ?? 0}` };
    },
    async end() {
      // Waits for a worker that is being started, so that it does not stay open.
      await opening?.catch(() => undefined);
      if (current !== null && current.worker.endedBecause === null) await current.worker.close();
    },
  };
}
