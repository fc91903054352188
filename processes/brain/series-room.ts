import type { Check } from '../status-server.ts';

const DAY_MILLIS = 86_400_000;
/** Share of the space that was left when the store fell behind; when more of it is used, the check fails. */
const MAX_USED = 0.5;

interface Sample {
  readonly at: number;
  readonly share: number;
}

/** Watches the disk space left for the journal while it is kept for a series store that is behind. */
export interface SeriesRoom {
  /** Measures the disk; `isBehind`: the store has not written all records of the journal. */
  update(isBehind: boolean): Promise<void>;
  /**
   * Whether retention waits for the series store; false with the setting `skip` while the disk is over the warning
   * level.
   */
  readonly holdsJournal: boolean;
  check(): Check;
}

/**
 * While the store is unavailable for weeks, the journal grows. With `stop` it grows until the disk is so full that
 * nothing is acknowledged; with `skip` the oldest messages are deleted from `warnDiskShare` on, and the store never
 * gets them. Shares of the disk are from 0 to 1; `now` is in milliseconds.
 */
export function createSeriesRoom(options: {
  readonly whenJournalFull: 'stop' | 'skip';
  readonly warnDiskShare: number;
  readonly stopDiskShare: number;
  /** How full the journal's disk is. */
  readonly usedShare: () => Promise<number>;
  readonly now: () => number;
}): SeriesRoom {
  const { whenJournalFull, warnDiskShare, stopDiskShare, usedShare, now } = options;
  let first: Sample | null = null;
  let last: Sample | null = null;
  const isSkipping = () => whenJournalFull === 'skip' && last !== null && last.share >= warnDiskShare;

  return {
    async update(isBehind) {
      if (!isBehind) {
        [first, last] = [null, null];
        return;
      }
      last = { at: now(), share: await usedShare() };
      first ??= last;
    },
    get holdsJournal() {
      return !isSkipping();
    },
    check() {
      if (first === null || last === null)
        return { name: 'series-room', ok: true, detail: 'the series store keeps up' };
      const room = stopDiskShare - first.share;
      const used = last.share - first.share;
      const daysLeft = used > 0 ? ((stopDiskShare - last.share) / used) * ((last.at - first.at) / DAY_MILLIS) : null;
      const pace = daysLeft === null ? 'not growing' : `room for ${daysLeft.toFixed(1)} days more at this pace`;
      const then =
        whenJournalFull === 'stop'
          ? 'then no message is acknowledged'
          : `from ${Math.round(warnDiskShare * 100)} % on the oldest messages are deleted, and the store never gets them`;
      return {
        name: 'series-room',
        ok: !isSkipping() && used < room * MAX_USED,
        detail: `the journal is kept for the series store, ${pace}; ${then} (series.whenJournalFull: ${whenJournalFull})`,
      };
    },
  };
}
