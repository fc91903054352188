import { JournalFullError } from '../../../model/journal.ts';
import { usedShare } from '../../used-share.ts';
import { isSystemError } from '../format/error-code.ts';

/** A look costs a call of the system: not one for each of hundreds of commits a second. */
const LOOK_EVERY_MILLIS = 100;

/** Whether the disk has room for the journal: its last part is left to those who fold what has been acknowledged already. */
export interface DiskRoom {
  /** As it was seen last; null before the first look. */
  readonly usedShare: number | null;
  /** Why it cannot be told how full the disk is; null while it can. */
  readonly trouble: string | null;
  /** Looks again, in the background, if the last look is old. */
  look(): void;
  /** Rejects with a `JournalFullError` while the disk is too full; then every call looks anew. */
  expectRoom(): Promise<void>;
}

/** `stopShare`: from which share of the disk on the journal takes nothing more. */
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
      // Nothing is refused for it: whether the disk takes what is written is found out by the write itself.
      share = null;
      trouble = error instanceof Error ? error.message : String(error);
    }
  }

  function look(): void {
    if (looking || performance.now() - lookedAt < LOOK_EVERY_MILLIS) return;
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
