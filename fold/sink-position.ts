import type { FoldResult } from '../model/fold.ts';
import { type Sink, SinkRewoundError } from '../model/sink.ts';
import type { Attempts } from './attempts.ts';

/** Where a sink stands in the journal: its cursor when it was asked last, and what it has taken since. */
export interface SinkPosition {
  /** Everything below has been taken; 0 before the cursor is known. */
  readonly nextOffset: number;
  /** Where it goes on: behind the records that it is never given. */
  readonly behindSkipped: number;
  /** False until the sink has answered with its cursor for the first time. */
  readonly isKnown: boolean;
  /** When it took something last, or was opened: on the clock of `now`, milliseconds. */
  readonly takenAt: number;
  /** Asks the sink for its cursor, unless it has answered since the last error. */
  ask(): Promise<void>;
  /** Has the sink take results; they come again until it does. */
  take(results: readonly FoldResult[]): Promise<void>;
  /** A fold has come as far as `offset`, also where it had no results. */
  passTo(offset: number): void;
  /**
   * After an error the cursor is asked again: at once (true) when the sink says that it was rewound, else after a wait.
   */
  fail(error: unknown): boolean;
}

export function createSinkPosition(options: {
  readonly sink: Sink;
  readonly attempts: Pick<Attempts, 'retry'>;
  readonly durableOffset: () => number;
  readonly now: () => number;
}): SinkPosition {
  const { sink, attempts, durableOffset, now } = options;
  let nextOffset = 0;
  let isAsked = false;
  let isKnown = false;
  let rewoundAt: number | null = null;
  let takenAt = now();
  const behindSkipped = (): number => sink.skipped?.behind(nextOffset) ?? nextOffset;
  return {
    get nextOffset() {
      return nextOffset;
    },
    get behindSkipped() {
      return behindSkipped();
    },
    get isKnown() {
      return isKnown;
    },
    get takenAt() {
      return takenAt;
    },
    async ask() {
      if (isAsked) return;
      nextOffset = await attempts.retry(() => cursorOf(sink, durableOffset()));
      isAsked = true;
      isKnown = true;
    },
    async take(results) {
      await attempts.retry(async () => {
        if (behindSkipped() > nextOffset) throw new SinkRewoundError('it goes on behind what is skipped');
        await sink.take(results);
      });
      nextOffset = results.at(-1)?.nextOffset ?? nextOffset;
      takenAt = now();
    },
    passTo(offset) {
      nextOffset = Math.max(nextOffset, offset);
    },
    fail(error) {
      isAsked = false;
      // A sink that is rewound again at the same offset must not be retried without a delay.
      const isAgain = rewoundAt === nextOffset;
      rewoundAt = error instanceof SinkRewoundError ? nextOffset : null;
      return rewoundAt !== null && !isAgain;
    },
  };
}

/** The cursor of the sink; throws when it is beyond the end of the journal. */
async function cursorOf(sink: Sink, durableOffset: number): Promise<number> {
  const cursor = await sink.cursor();
  if (cursor <= durableOffset) return cursor;
  throw new Error(
    `has taken up to offset ${cursor}, but the journal ends at ${durableOffset}: not the journal of this data`,
  );
}
