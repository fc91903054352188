import type { Check } from '../status-server.ts';

const DAY_MILLIS = 86_400_000;
/** Of the room that there was when the store fell behind, the part that may be used before it is red. */
const MOST_USED = 0.5;

interface Look {
  readonly at: number;
  readonly share: number;
}

/** The room that a journal has which is kept for a series store that is away. */
export interface SeriesRoom {
  /** Looks at the disk; `isBehind`: the store lacks records of the journal. */
  look(isBehind: boolean): Promise<void>;
  /** False while the city has chosen to go on without what the store lacks, because there is no room to keep it. */
  readonly holdsJournal: boolean;
  check(): Check;
}

/**
 * A store that is away for weeks lets the journal grow. With `stop` it grows until nothing is acknowledged any more; with `skip` the
 * oldest messages are cut from the warning on, and the store never gets them. Shares of the disk from 0 to 1; `now` in milliseconds.
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
  let first: Look | null = null;
  let last: Look | null = null;
  const isSkipping = () => whenJournalFull === 'skip' && last !== null && last.share >= warnDiskShare;

  return {
    async look(isBehind) {
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
          : 'from the warning on the oldest messages are cut, and the store never gets them';
      return {
        name: 'series-room',
        ok: !isSkipping() && used < room * MOST_USED,
        detail: `the journal is kept for the series store, ${pace}; ${then} (series.whenJournalFull: ${whenJournalFull})`,
      };
    },
  };
}
