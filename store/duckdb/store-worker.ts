import { Worker } from 'node:worker_threads';
import { NewerVersionError } from '../../model/newer-version-error.ts';
import type { StoreCall, StoreCalls, WorkerMessage } from './calls.ts';

/** The worker thread of one store, as seen from the main thread. */
export interface StoreWorker {
  /** The cursor of the file when it was opened. */
  readonly cursor: number;
  readonly damage: readonly string[];
  /** Why the thread ended; null while it runs. */
  readonly endedBecause: string | null;
  call<Name extends keyof StoreCalls>(
    name: Name,
    argument: StoreCalls[Name][0],
    transfer?: readonly ArrayBuffer[],
  ): Promise<StoreCalls[Name][1]>;
  /** Ends the thread after the calls in flight. */
  close(): Promise<void>;
  /** Terminates the thread at once. */
  kill(): Promise<void>;
}

interface PendingCall {
  resolve(answer: never): void;
  reject(error: Error): void;
}

/** Starts the thread and resolves when it has the file open; rejects with the error when the file cannot be opened. */
export async function startStoreWorker(file: string): Promise<StoreWorker> {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: { file } });
  const pending = new Map<number, PendingCall>();
  const opening = Promise.withResolvers<WorkerMessage & { type: 'opened' }>();
  const exited = Promise.withResolvers<void>();
  let lastId = 0;
  let failure: Error | null = null;
  let endedBecause: string | null = null;

  worker.on('error', (error) => {
    failure = asFailure(error);
  });
  worker.on('exit', (code) => {
    endedBecause = `the worker of ${file} ended: ${failure?.message ?? `exit code ${code}`}`;
    opening.reject(failure ?? new Error(endedBecause));
    for (const { reject } of pending.values()) reject(new Error(endedBecause));
    pending.clear();
    exited.resolve();
  });
  worker.on('message', (message: WorkerMessage) => {
    if (message.type === 'opened') return opening.resolve(message);
    const call = pending.get(message.id);
    pending.delete(message.id);
    if (message.type === 'answer') return call?.resolve(message.answer as never);
    return call?.reject(new Error(message.detail));
  });

  const opened = await opening.promise;
  return {
    cursor: opened.cursor,
    damage: opened.damage,
    get endedBecause() {
      return endedBecause;
    },
    call: (name, argument, transfer = []) =>
      new Promise((resolve, reject) => {
        // A message to a thread that has ended would never be answered.
        if (endedBecause !== null) return reject(new Error(endedBecause));
        lastId += 1;
        pending.set(lastId, { resolve, reject });
        worker.postMessage({ id: lastId, name, argument } as StoreCall, transfer);
      }),
    close: () => {
      worker.postMessage({ name: 'close' });
      return exited.promise;
    },
    kill: async () => {
      await worker.terminate();
      await exited.promise;
    },
  };
}

/** An error that crosses threads keeps its name and loses its class. */
function asFailure(error: unknown): Error {
  if (!(error instanceof Error)) return new Error(String(error));
  return error.name === 'NewerVersionError' ? new NewerVersionError(error.message) : error;
}
