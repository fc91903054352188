import type { FoldResult } from '../model/fold.ts';
import type { Sink, SinkStatus } from '../model/sink.ts';
import type { After } from '../model/timers.ts';
import { type Attempts, createAttempts } from './attempts.ts';
import type { CatchUp } from './catch-up.ts';
import { createCondition } from './condition.ts';
import { pause } from './pause.ts';
import { createResultQueue, type ResultQueue } from './result-queue.ts';
import { createSinkPosition, type SinkPosition } from './sink-position.ts';

/** Wait before a feed is restarted after an error of the catch-up fold, or after repeated rewinding. */
const AFTER_FAULT_MILLIS = 10_000;
/** Backpressure ends for a sink that has taken nothing for this long: the live fold does not wait for it any longer. */
const BACKPRESSURE_LIMIT_MILLIS = 1_000;
/** A sink that is at most this many records behind starts to follow the live fold. */
const NEAR_RECORDS = 2_000;
/** The catch-up runs in steps of this many records, between which it can be stopped. */
const STEP_RECORDS = 20_000;

/**
 * Feeds one sink at its own pace: from the live fold while it follows, otherwise from the journal by a fold of its own.
 */
export interface SinkFeed {
  /**
   * Takes a result of the live fold without waiting. If the queue is full, the sink is fed from the journal instead.
   */
  offer(result: FoldResult): void;
  /**
   * Backpressure: resolves when there is room for more results, and at once for a sink that takes nothing. A slow sink
   * thereby sets the pace of the live fold, because a fold of its own would take the same effort again.
   */
  room(): Promise<void>;
  /** Called when the live fold has become live, so that a sink that has caught up is informed. */
  wake(): void;
  status(): SinkStatus;
  /** Resolves when the queued results have been taken, or when `signal` is aborted. */
  stop(): Promise<void>;
}

/** The dependencies of a feed; `now` is a monotonic clock in milliseconds. */
export interface SinkFeedOptions {
  readonly sink: Sink;
  readonly live: { readonly foldedOffset: number; readonly cityTime: number | null; readonly isLive: boolean };
  /** Creates a fold at an offset. */
  readonly startCatchUp: (from: number) => Promise<CatchUp>;
  readonly durableOffset: () => number;
  /** Maximum number of queued items. */
  readonly maxWaiting: number;
  /** Minimum time between two calls to `take`; results in between are taken together. */
  readonly everyMillis: number;
  readonly now: () => number;
  readonly after: After;
  /** When aborted, pending calls are abandoned. */
  readonly signal: AbortSignal;
}

/** Starts to feed a sink. */
export function feedSink(options: SinkFeedOptions): SinkFeed {
  const { sink, live, maxWaiting, now, after, signal } = options;
  const queue = createResultQueue(maxWaiting);
  const attempts = createAttempts({ now, after, signal });
  const position = createSinkPosition({ sink, attempts, durableOffset: options.durableOffset, now });
  /** Offset at which the queued results begin. */
  let followsFrom = 0;
  let isStopping = false;
  const wake = createCondition();

  /**
   * Feeds the sink from the journal until it can follow the live fold; during the last step live results are queued.
   */
  async function catchUp(): Promise<void> {
    if (!queue.isOpen && position.nextOffset >= live.foldedOffset) openQueue();
    if (queue.isOpen && position.nextOffset >= followsFrom) return;
    const fold = await attempts.retry(() => options.startCatchUp(position.nextOffset));
    const bringTo = async (until: number) => {
      await fold.runUntil(until, (result) => position.take([result]));
      position.passTo(until);
    };
    while (!queue.isOpen && !isStopping && live.foldedOffset - position.nextOffset > NEAR_RECORDS) {
      await bringTo(Math.min(live.foldedOffset, position.nextOffset + STEP_RECORDS));
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
      const results = queue.takeAll().filter((result) => result.nextOffset > position.nextOffset);
      if (results.length > 0) {
        const startedAt = now();
        await position.take(results);
        queue.done();
        const rest = options.everyMillis - (now() - startedAt);
        if (rest > 0 && !isStopping) await pause(rest, after, signal);
        continue;
      }
      queue.done();
      if (isStopping) return;
      if (live.isLive) sink.caughtUp?.(live.cityTime ?? 0);
      await wake.next;
    }
  }

  async function feed(): Promise<void> {
    while (!isStopping) {
      try {
        await position.ask();
        await passSkipped(options, position, attempts);
        await catchUp();
        await follow();
      } catch (error) {
        queue.close();
        if (signal.aborted || isStopping) return;
        if (position.fail(error)) continue;
        attempts.fail(error instanceof Error ? error.message : String(error));
        await pause(AFTER_FAULT_MILLIS, after, signal);
      }
    }
  }
  // Queued from the first result, so that a sink that is as far as the live fold needs no fold of its own.
  openQueue();
  const ended = feed();
  signal.addEventListener('abort', wake.notify, { once: true });

  return {
    offer(result) {
      if (queue.add(result)) wake.notify();
    },
    room: () => waitForRoom(queue, position, options),
    wake: wake.notify,
    status: () => ({
      name: sink.name,
      nextOffset: position.isKnown ? position.nextOffset : null,
      waiting: queue.waiting,
      isFollowing: queue.isOpen && position.nextOffset >= followsFrom,
      retries: attempts.retries,
      trouble: attempts.trouble,
    }),
    async stop() {
      isStopping = true;
      attempts.giveUp();
      wake.notify();
      await ended;
    },
  };
}

/** Goes over what the sink is not given, and has it counted. */
async function passSkipped(
  { sink: { skipped }, startCatchUp }: SinkFeedOptions,
  position: SinkPosition,
  attempts: Pick<Attempts, 'retry'>,
): Promise<void> {
  for (let until = position.behindSkipped; skipped && until > position.nextOffset; until = position.behindSkipped) {
    const fold = await attempts.retry(() => startCatchUp(until));
    await attempts.retry(() => skipped.take(until, fold.ledger()));
    position.passTo(until);
  }
}

/**
 * Resolves when half of the queue is free, when it is no longer fed, or when the sink has taken nothing for too long.
 */
async function waitForRoom(
  queue: ResultQueue,
  position: Pick<SinkPosition, 'takenAt'>,
  { maxWaiting, now, after, signal }: SinkFeedOptions,
): Promise<void> {
  while (queue.isOpen && queue.waiting > maxWaiting / 2) {
    const remainingMillis = position.takenAt + BACKPRESSURE_LIMIT_MILLIS - now();
    if (remainingMillis <= 0) return;
    await Promise.race([queue.nextDone, pause(remainingMillis, after, signal)]);
  }
}
