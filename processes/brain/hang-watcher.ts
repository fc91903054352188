import { Worker } from 'node:worker_threads';
import type { RunningMark } from '../../model/extension-health.ts';
import { createRunningMark, MARK_LAYOUT } from './running-mark.ts';

/** An extension needs microseconds for a call: one that runs for so long does not return. */
const HANG_MILLIS = 10_000;
const LOOK_MILLIS = 500;

/** Watches for calls into extensions that do not return. */
export interface HangWatcher {
  /** The fold calls it at the beginning and the end of each call into an extension. */
  readonly mark: RunningMark;
  close(): Promise<void>;
}

/**
 * Starts a thread that detects a call into an extension that runs for ten seconds. It makes the gateway append an
 * amendment that switches the extension off in that place from that record on, and kills this process with SIGKILL.
 * After the restart the fold reads the amendment first and gets past the record.
 */
export function startHangWatcher(options: {
  /** The gateway's local socket. */
  readonly socketPath: string;
  /** The watcher thread failed: from then on only the supervisor detects a hang. */
  readonly onError: (error: unknown) => void;
  readonly hangMillis?: number;
  readonly lookMillis?: number;
}): HangWatcher {
  const { socketPath, onError, hangMillis = HANG_MILLIS, lookMillis = LOOK_MILLIS } = options;
  // Each name is sent as a message before it is first used, so that the watcher has it when this thread hangs.
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
