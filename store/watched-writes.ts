import type { RefusedReading, SeriesStore, StoreBatch } from '../model/series-store.ts';
import { type Patience, writeWithPatience } from './retry-write.ts';

/** A write takes milliseconds, the largest batch on a busy disk a second: longer than this it is not merely slow. */
const LONGEST_WRITE_SECONDS = 10;

/** Writes with patience, one after the other, and what is to be said of the one under way. */
export interface WatchedWrites {
  write(store: Pick<SeriesStore, 'write'>, batch: StoreBatch): Promise<readonly RefusedReading[]>;
  /** How often the store did not take something at once. */
  readonly retries: number;
  /** Why nothing is written now, or null. A store that never answers says nothing itself: then this says for how long. */
  readonly trouble: string | null;
}

/** `now`: any clock in milliseconds that only goes on. */
export function createWatchedWrites(options: Pick<Patience, 'wait' | 'signal'> & { now: () => number }): WatchedWrites {
  const { wait, signal, now } = options;
  let retries = 0;
  let failure: string | null = null;
  let begunAt: number | null = null;
  return {
    async write(store, batch) {
      begunAt = now();
      const { refused } = await writeWithPatience(store, batch, {
        wait,
        signal,
        onRetry({ error, waitMillis }) {
          retries += 1;
          failure = `takes no rows, tried again in ${waitMillis} ms: ${(error as Error).message}`;
        },
      });
      [failure, begunAt] = [null, null];
      return refused;
    },
    get retries() {
      return retries;
    },
    get trouble() {
      if (failure !== null || begunAt === null) return failure;
      const seconds = Math.floor((now() - begunAt) / 1000);
      if (seconds < LONGEST_WRITE_SECONDS) return null;
      return `a write has been under way for ${seconds} s: the store hangs, or its disk does; nothing is lost, and it may have to be started again`;
    },
  };
}
