import type { Observable } from 'rxjs';
import type { FoldResult } from '../model/fold.ts';
import type { JournalReader } from '../model/journal.ts';
import type { JournalBatch } from '../model/journal-record.ts';
import { type DurableOffset, journalBatches } from './journal-batches.ts';

/** The fold at work on the live journal. */
export interface FoldRun {
  /** Everything below is folded and stored. */
  readonly foldedOffset: number;
  /** Settles when the run has ended: fulfilled after `stop`, rejected by a fault. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

/** What one run of the fold needs; `now` is a monotonic clock that decides only when to write checkpoints, never what is in them. */
export interface FoldRunOptions {
  readonly reader: JournalReader;
  readonly durable: DurableOffset;
  readonly fromOffset: number;
  readonly maxRecords: number;
  readonly fold: (batches: AsyncIterable<JournalBatch>) => Observable<FoldResult>;
  readonly onResult: (result: FoldResult) => void;
  /** Writes everything up to `nextOffset`; called only when nothing is in flight. */
  readonly checkpoint: (nextOffset: number, cityTime: number) => void;
  readonly onCaughtUp: (cityTime: number) => void;
  readonly now: () => number;
  /** Calls back once after a while; returns a function that prevents it. */
  readonly after: (millis: number, callback: () => void) => () => void;
}

const CHECKPOINT_EVERY_MILLIS = 500;
/** A checkpoint may take at most this share of the time. */
const CHECKPOINT_SHARE = 20;

/** Runs the fold from `fromOffset` on. At a checkpoint the source waits until nothing is in flight, so that state and offset belong together. */
export function runFold(options: FoldRunOptions): FoldRun {
  const { now } = options;
  const stopping = new AbortController();
  let foldedOffset = options.fromOffset;
  let cityTime = 0;
  let checkpointed = options.fromOffset;
  let nextCheckpointAt = now();
  let isLive = false;
  let drained: (() => void) | null = null;
  let handedOut = options.fromOffset;
  let cancelTimer: (() => void) | null = null;

  const whenDrained = () =>
    foldedOffset >= handedOut
      ? Promise.resolve()
      : new Promise<void>((resolve) => {
          drained = resolve;
        });

  function writeCheckpoint(): void {
    if (foldedOffset === checkpointed) return;
    const startedAt = now();
    options.checkpoint(foldedOffset, cityTime);
    checkpointed = foldedOffset;
    nextCheckpointAt = now() + Math.max(CHECKPOINT_EVERY_MILLIS, CHECKPOINT_SHARE * (now() - startedAt));
  }

  // Without a next batch nobody comes by to write the checkpoint; then this timer does.
  function checkpointSoon(): void {
    cancelTimer ??= options.after(Math.max(0, nextCheckpointAt - now()), () => {
      cancelTimer = null;
      if (foldedOffset >= handedOut) writeCheckpoint();
    });
  }

  const batches = journalBatches({
    reader: options.reader,
    durable: options.durable,
    from: options.fromOffset,
    maxRecords: options.maxRecords,
    signal: stopping.signal,
    onHandOut: (nextOffset) => {
      handedOut = nextOffset;
    },
    async between(isCaughtUp) {
      if (now() < nextCheckpointAt && !(isCaughtUp && !isLive)) return;
      await whenDrained();
      writeCheckpoint();
      if (isCaughtUp && !isLive) {
        isLive = true;
        options.onCaughtUp(cityTime);
      }
    },
  });

  const ended = new Promise<void>((resolve, reject) => {
    options.fold(batches).subscribe({
      next(result) {
        foldedOffset = result.nextOffset;
        cityTime = result.cityTime;
        options.onResult(result);
        checkpointSoon();
        if (foldedOffset >= handedOut) drained?.();
      },
      error: reject,
      complete: resolve,
    });
  });

  return {
    get foldedOffset() {
      return foldedOffset;
    },
    ended,
    async stop() {
      stopping.abort();
      await ended;
      cancelTimer?.();
      writeCheckpoint();
    },
  };
}
