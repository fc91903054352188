import type { FoldResult } from '../model/fold.ts';

/**
 * A bounded queue of live results for one sink. When it would exceed its bound it is closed and emptied, and the sink
 * is fed from the journal instead.
 */
export interface ResultQueue {
  /** Whether it accepts results. */
  readonly isOpen: boolean;
  /** Number of items that are queued, or taken and not yet done. */
  readonly waiting: number;
  open(): void;
  close(): void;
  /** Adds a result; false: the queue is closed, or was closed because of it. */
  add(result: FoldResult): boolean;
  /** Removes and returns all queued results. */
  takeAll(): readonly FoldResult[];
  /** The results that were returned last are done. */
  done(): void;
  /** Resolves at the next `done`. */
  readonly nextDone: Promise<void>;
}

/** The memory of a result, in items of about the same size. */
const weightOf = ({ readings, requalified, rejected, alerts, effects, states }: FoldResult): number =>
  1 + readings.length + requalified.length + rejected.length + alerts.length + effects.length + states.length;

/** Creates a closed queue for at most `maxWaiting` items. */
export function createResultQueue(maxWaiting: number): ResultQueue {
  let isOpen = false;
  let results: FoldResult[] = [];
  let ready = 0;
  let handedOut = 0;
  let doneNext = Promise.withResolvers<void>();
  const close = (): void => {
    isOpen = false;
    results = [];
    ready = 0;
  };
  return {
    get isOpen() {
      return isOpen;
    },
    get waiting() {
      return ready + handedOut;
    },
    open() {
      isOpen = true;
    },
    close,
    add(result) {
      if (!isOpen) return false;
      ready += weightOf(result);
      // A single queued result is always accepted, because it can be larger than the bound.
      if (ready + handedOut > maxWaiting && results.length > 0) {
        close();
        return false;
      }
      results.push(result);
      return true;
    },
    takeAll() {
      const all = results;
      handedOut = ready;
      [results, ready] = [[], 0];
      return all;
    },
    done() {
      handedOut = 0;
      doneNext.resolve();
      doneNext = Promise.withResolvers();
    },
    get nextDone() {
      return doneNext.promise;
    },
  };
}
