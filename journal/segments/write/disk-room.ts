import { JournalFullError } from '../../../model/journal.ts';
import { usedShare } from '../../used-share.ts';

/** A look costs a call of the system: not one for each of hundreds of commits a second. */
const LOOK_EVERY_MILLIS = 100;

/** Whether the disk has room for the journal: its last part is left to those who fold what has been acknowledged already. */
export interface DiskRoom {
  /** As it was seen last; null before the first look. */
  readonly usedShare: number | null;
  /** Looks again, in the background, if the last look is old. */
  look(): void;
  /** Rejects with a `JournalFullError` while the disk is too full; then every call looks anew. */
  expectRoom(): Promise<void>;
}

/** `stopShare`: from which share of the disk on the journal takes nothing more. */
export function createDiskRoom(directory: string, stopShare: number, measure = usedShare): DiskRoom {
  let share: number | null = null;
  let lookedAt = Number.NEGATIVE_INFINITY;
  let looking: Promise<void> | null = null;

  async function lookNow(): Promise<void> {
    lookedAt = performance.now();
    // A disk that cannot be asked is found out by the write itself.
    share = await measure(directory).catch(() => null);
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
