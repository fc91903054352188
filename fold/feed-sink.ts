import type { FoldResult } from '../model/fold.ts';
import { type Sink, SinkRewoundError, type SinkStatus } from '../model/sink.ts';
import type { After } from '../model/timers.ts';
import { createAttempts } from './attempts.ts';
import type { CatchUp } from './catch-up.ts';
import { pause } from './pause.ts';
import { createResultQueue } from './result-queue.ts';

/** After a fault of the fold that feeds it, a sink's feed begins anew. */
const AFTER_FAULT_MILLIS = 10_000;
/** The live fold waits for no sink that has taken nothing for as long as this. */
const ROOM_WITHIN_MILLIS = 1_000;
/** Distance to the live fold from which on a sink follows it. */
const NEAR_RECORDS = 2_000;
/** Between stretches of so many records it is looked whether the feed should end. */
const STRETCH_RECORDS = 20_000;

/** Feeds one sink at the sink's own pace: from the live fold while it follows, else from the journal, by a fold of its own. */
export interface SinkFeed {
  /** A result of the live fold. Never waits: beyond its bound the sink no longer follows, and is fed from the journal again. */
  offer(result: FoldResult): void;
  /**
   * Resolves when there is room for more, at once for a sink that takes nothing. More than a sink can take in the long run comes at its pace: else it
   * would be fed by a fold of its own, which costs as much again.
   */
  room(): Promise<void>;
  /** The live fold has become live: what has caught up is told so. */
  wake(): void;
  status(): SinkStatus;
  /** Ends when what lies ready has been taken, or when `signal` is aborted. */
  stop(): Promise<void>;
}

export interface SinkFeedOptions {
  readonly sink: Sink;
  readonly live: { readonly foldedOffset: number; readonly cityTime: number | null; readonly isLive: boolean };
  /** A fold that stands at an offset. */
  readonly startCatchUp: (from: number) => Promise<CatchUp>;
  readonly durableOffset: () => number;
  /** Items of results that may lie ready in memory. */
  readonly mostWaiting: number;
  /** At most one take in so many milliseconds; what comes meanwhile is taken together. */
  readonly everyMillis: number;
  readonly now: () => number;
  readonly after: After;
  /** Aborted: what is under way is given up. */
  readonly signal: AbortSignal;
}

export function feedSink(options: SinkFeedOptions): SinkFeed {
  const { sink, live, mostWaiting, now, after, signal } = options;
  const queue = createResultQueue(mostWaiting);
  const attempts = createAttempts({ now, after, signal });
  let nextOffset = 0;
  /** Where in the journal what lies ready begins. */
  let followsFrom = 0;
  let isAsked = false;
  let isKnown = false;
  let rewoundAt: number | null = null;
  let takenAt = now();
  let isStopping = false;
  let woken = Promise.withResolvers<void>();

  const wake = (): void => {
    woken.resolve();
    woken = Promise.withResolvers();
  };

  async function take(results: readonly FoldResult[]): Promise<void> {
    await attempts.persist(() => sink.take(results));
    nextOffset = results.at(-1)?.nextOffset ?? nextOffset;
    takenAt = now();
  }

  /** Brings the sink to where it can follow the live fold. What the live fold hands out from the last step on lies ready meanwhile. */
  async function approach(): Promise<void> {
    if (!queue.isOpen && nextOffset >= live.foldedOffset) openQueue();
    if (queue.isOpen && nextOffset >= followsFrom) return;
    const fold = await attempts.persist(() => options.startCatchUp(nextOffset));
    const bringTo = async (until: number) => {
      await fold.runUntil(until, (result) => take([result]));
      nextOffset = Math.max(nextOffset, until);
    };
    while (!queue.isOpen && !isStopping && live.foldedOffset - nextOffset > NEAR_RECORDS) {
      await bringTo(Math.min(live.foldedOffset, nextOffset + STRETCH_RECORDS));
    }
    if (isStopping) return;
    if (!queue.isOpen) openQueue();
    await bringTo(followsFrom);
  }

  function openQueue(): void {
    queue.open();
    followsFrom = live.foldedOffset;
  }

  async function follow(): Promise<void> {
    while (queue.isOpen) {
      const results = queue.takeAll().filter((result) => result.nextOffset > nextOffset);
      if (results.length > 0) {
        const startedAt = now();
        await take(results);
        queue.done();
        const rest = options.everyMillis - (now() - startedAt);
        if (rest > 0 && !isStopping) await pause(rest, after, signal);
        continue;
      }
      queue.done();
      if (isStopping) return;
      if (live.isLive) sink.caughtUp?.(live.cityTime ?? 0);
      await woken.promise;
    }
  }

  async function feed(): Promise<void> {
    while (!isStopping) {
      try {
        nextOffset = isAsked ? nextOffset : await attempts.persist(() => cursorOf(sink, options.durableOffset()));
        isAsked = true;
        isKnown = true;
        await approach();
        await follow();
      } catch (error) {
        queue.close();
        isAsked = false;
        if (signal.aborted || isStopping) return;
        // One that is rewound again where it was asked to begin would be asked without end.
        const isAgain = rewoundAt === nextOffset;
        rewoundAt = error instanceof SinkRewoundError ? nextOffset : null;
        if (rewoundAt !== null && !isAgain) continue;
        attempts.fail(error instanceof Error ? error.message : String(error));
        await pause(AFTER_FAULT_MILLIS, after, signal);
      }
    }
  }
  // From the first result on: a sink that is as far as the fold needs no fold of its own.
  openQueue();
  const ended = feed();
  signal.addEventListener('abort', wake, { once: true });

  return {
    offer(result) {
      if (queue.add(result)) wake();
    },
    async room() {
      while (queue.isOpen && queue.waiting > mostWaiting / 2) {
        const patienceMillis = takenAt + ROOM_WITHIN_MILLIS - now();
        if (patienceMillis <= 0) return;
        await Promise.race([queue.nextDone, pause(patienceMillis, after, signal)]);
      }
    },
    wake,
    status: () => ({
      name: sink.name,
      nextOffset: isKnown ? nextOffset : null,
      waiting: queue.waiting,
      isFollowing: queue.isOpen && nextOffset >= followsFrom,
      retries: attempts.retries,
      trouble: attempts.trouble,
    }),
    async stop() {
      isStopping = true;
      attempts.giveUp();
      wake();
      await ended;
    },
  };
}

/** Where the sink stands; throws when that lies beyond the end of the journal. */
async function cursorOf(sink: Sink, durableOffset: number): Promise<number> {
  const cursor = await sink.cursor();
  if (cursor <= durableOffset) return cursor;
  throw new Error(
    `has taken up to offset ${cursor}, but the journal ends at ${durableOffset}: not the journal of this data`,
  );
}
