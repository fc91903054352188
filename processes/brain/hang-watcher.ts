import { Worker } from 'node:worker_threads';
import type { RunningMark } from '../../model/extension-health.ts';
import { createRunningMark, MARK_LAYOUT } from './running-mark.ts';

/** An extension judges in microseconds: one that runs so long will not end. */
const HANG_MILLIS = 10_000;
const LOOK_MILLIS = 500;

/** The watch over extensions that never end. */
export interface HangWatcher {
  /** For the fold: told which extension runs. */
  readonly mark: RunningMark;
  close(): Promise<void>;
}

/**
 * Starts a thread that sees when one call into an extension runs for ten seconds. It has the gateway journal an amendment that switches the
 * extension off from that record on, in that place, and ends this process with SIGKILL: started again, the fold goes on past the record.
 */
export function startHangWatcher(options: {
  /** The gateway's local socket. */
  readonly socketPath: string;
  /** The watching thread ended by an error: a hang is then found by nobody but the supervisor. */
  readonly onError: (error: unknown) => void;
  readonly hangMillis?: number;
  readonly lookMillis?: number;
}): HangWatcher {
  const { socketPath, onError, hangMillis = HANG_MILLIS, lookMillis = LOOK_MILLIS } = options;
  // Names go by messages: they are there when the thread looks, also while this one hangs.
  const { mark, shared } = createRunningMark((name) => worker.postMessage(name));
  const worker: Worker = new Worker(new URL('./hang-worker.mjs', import.meta.url), {
    workerData: { shared, layout: MARK_LAYOUT, socketPath, hangMillis, lookMillis },
  });
  worker.on('error', onError);
  worker.unref();
  return {
    mark,
    async close() {
      await worker.terminate();
    },
  };
}
