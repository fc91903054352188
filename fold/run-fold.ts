import type { Observable } from 'rxjs';
import type { FoldResult } from '../model/fold.ts';
import type { JournalReader } from '../model/journal.ts';
import type { JournalBatch } from '../model/journal-record.ts';
import type { After } from '../model/timers.ts';
import { createCheckpoints } from './checkpoints.ts';
import { type DurableOffset, journalBatches } from './journal-batches.ts';

/** A running live fold. */
export interface FoldRun {
  /** All records below this offset are folded, and their results offered to the sinks. */
  readonly foldedOffset: number;
  /** City time of the last folded record; null before the first. */
  readonly cityTime: number | null;
  /** Whether it has caught up with the durable offset at its start. */
  readonly isLive: boolean;
  /** Settles when the run has ended: fulfilled after `stop`, rejected by a fault. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

/** The dependencies of a run. Clocks determine only when a checkpoint is written, never its content. */
export interface FoldRunOptions {
  readonly reader: JournalReader;
  readonly durable: DurableOffset;
  readonly from: { readonly nextOffset: number; readonly cityTime: number | null };
  readonly maxRecords: number;
  readonly fold: (batches: AsyncIterable<JournalBatch>) => Observable<FoldResult>;
  readonly onResult: (result: FoldResult) => void;
  /**
   * Saves the state of the folds, from which the next start resumes. Every checkpoint but the last may be written in
   * time slices between the fold's batches (`createCheckpoints`).
   */
  readonly checkpoint: (nextOffset: number, cityTime: number, isLast: boolean) => Promise<number> | null;
  /** Resolves when the sinks have room for more results (backpressure). */
  readonly room: () => Promise<void>;
  /** Once, when the fold has caught up with what was durable at the start; its state is that at `nextOffset`. */
  readonly onLive: (nextOffset: number, cityTime: number) => void;
  readonly now: () => number;
  readonly after: After;
}

const CHECKPOINT_EVERY_MILLIS = 1_000;
/** At 5,000 messages per second this halves the CPU time per message (178 to 96 µs) without delaying alerts. */
const GATHER_MILLIS = 10;

/** Runs the live fold from a checkpoint until it is stopped. */
export function runFold(options: FoldRunOptions): FoldRun {
  const { durable, onResult, onLive } = options;
  const liveFrom = durable.durableOffset;
  const stopping = new AbortController();
  let { nextOffset: foldedOffset, cityTime } = options.from;
  let handedOut = foldedOffset;
  let savedOffset = foldedOffset;
  let isLive = false;
  const { now, after } = options;
  const checkpoints = createCheckpoints({
    everyMillis: CHECKPOINT_EVERY_MILLIS,
    write() {
      const rest = options.checkpoint(foldedOffset, cityTime ?? 0, false);
      // A checkpoint in time slices may be aborted by the shutdown: it does not count as saved.
      if (rest === null) savedOffset = foldedOffset;
      return rest;
    },
    isAtRest: () => foldedOffset >= handedOut,
    now,
    after,
  });

  function goLiveWhenCaughtUp(): void {
    if (isLive || foldedOffset < liveFrom) return;
    isLive = true;
    onLive(foldedOffset, cityTime ?? 0);
  }

  async function* batches(): AsyncGenerator<JournalBatch> {
    const { reader, maxRecords } = options;
    for await (const batch of journalBatches({
      reader,
      durable,
      from: foldedOffset,
      maxRecords,
      gatherMillis: GATHER_MILLIS,
      now,
      after,
      signal: stopping.signal,
    })) {
      await options.room();
      if (stopping.signal.aborted) return;
      handedOut = batch.nextOffset;
      yield batch;
    }
  }

  const ended = new Promise<void>((resolve, reject) => {
    options.fold(batches()).subscribe({
      next(result) {
        ({ nextOffset: foldedOffset, cityTime } = result);
        onResult(result);
        checkpoints.changed();
        goLiveWhenCaughtUp();
      },
      error: reject,
      complete: resolve,
    });
  });
  goLiveWhenCaughtUp();

  return {
    get foldedOffset() {
      return foldedOffset;
    },
    get cityTime() {
      return cityTime;
    },
    get isLive() {
      return isLive;
    },
    ended,
    async stop() {
      stopping.abort();
      await ended;
      checkpoints.stop();
      if (foldedOffset > savedOffset) void options.checkpoint(foldedOffset, cityTime ?? 0, true);
    },
  };
}
