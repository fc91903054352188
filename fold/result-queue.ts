import type { FoldResult } from '../model/fold.ts';

/** Results of the live fold that lie ready for one sink, up to a bound; past it, the journal keeps them. */
export interface ResultQueue {
  /** True while results are kept. */
  readonly isOpen: boolean;
  /** Items of the results that lie ready or have been handed out and are not yet done. */
  readonly waiting: number;
  open(): void;
  close(): void;
  /** False when the result was not kept: the queue is closed, or is closed by it. */
  add(result: FoldResult): boolean;
  takeAll(): readonly FoldResult[];
  /** What was handed out last has been taken. */
  done(): void;
  /** Resolves when that is said next. */
  readonly nextDone: Promise<void>;
}

/** How much of memory a result holds, in items of about the same size. */
const weightOf = ({ readings, requalified, rejected, alerts, effects, states }: FoldResult): number =>
  1 + readings.length + requalified.length + rejected.length + alerts.length + effects.length + states.length;

export function createResultQueue(mostWaiting: number): ResultQueue {
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
      // The newest alone may always wait: one result can be larger than the bound.
      if (ready + handedOut > mostWaiting && results.length > 0) {
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
