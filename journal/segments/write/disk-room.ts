import { JournalFullError } from '../../../model/journal.ts';
import { usedShare } from '../../used-share.ts';
import { isSystemError } from '../format/error-code.ts';

/** Minimum time between two measurements: there may be hundreds of commits per second, and each is a system call. */
const MEASURE_EVERY_MILLIS = 100;

/**
 * Tracks whether the disk has space for the journal; the last part is reserved for the folds of acknowledged records.
 */
export interface DiskRoom {
  /** The last measurement, 0 to 1; null: not known. */
  readonly usedShare: number | null;
  /** Why the used share is not known; null while it is. */
  readonly trouble: string | null;
  /** Measures again in the background, if the last measurement is old. */
  look(): void;
  /** Rejects with a `JournalFullError` while the disk is too full; then every call measures again. */
  expectRoom(): Promise<void>;
}

/** `stopShare`: used share of the disk (0 to 1) from which appends are refused. */
export function createDiskRoom(directory: string, stopShare: number, measure = usedShare): DiskRoom {
  let share: number | null = null;
  let trouble: string | null = null;
  let lookedAt = Number.NEGATIVE_INFINITY;
  let looking: Promise<void> | null = null;

  async function lookNow(): Promise<void> {
    lookedAt = performance.now();
    try {
      share = await measure(directory);
      trouble = null;
    } catch (error) {
      if (!isSystemError(error)) throw error;
      // No reason to refuse appends: whether the disk accepts data is found by the write itself.
      share = null;
      trouble = error instanceof Error ? error.message : String(error);
    }
  }

  function look(): void {
    if (looking || performance.now() - lookedAt < MEASURE_EVERY_MILLIS) return;
    looking = lookNow().finally(() => {
      looking = null;
    });
  }

  return {
    get usedShare() {
      return share;
    },
    get trouble() {
      return trouble;
    },
    look,
    async expectRoom() {
      look();
      if (share === null || share < stopShare) return;
      await lookNow();
      if (share < stopShare) return;
      throw new JournalFullError(
        `its disk is ${percent(share)} full, and from ${percent(stopShare)} on nothing is acknowledged; make room, it goes on by itself`,
      );
    },
  };
}

const percent = (share: number): string => `${(share * 100).toFixed(1).replace('.0', '')} %`;
