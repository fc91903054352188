import type { Check } from '../status-server.ts';

const HOUR_MILLIS = 3_600_000;
const DAY_MILLIS = 24 * HOUR_MILLIS;
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
   * With the setting `skip`, while the disk is over the warning level: there is no room to keep what the store lacks.
   */
  readonly isSkipping: boolean;
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
    get isSkipping() {
      return isSkipping();
    },
    check() {
      if (first === null || last === null)
        return { name: 'series-room', ok: true, detail: 'the series store keeps up' };
      const then =
        whenJournalFull === 'stop'
          ? 'then no message is acknowledged'
          : `from ${Math.round(warnDiskShare * 100)} % on the oldest messages are deleted, and the store never gets them`;
      return {
        name: 'series-room',
        ok: !isSkipping() && last.share - first.share < (stopDiskShare - first.share) * MAX_USED,
        detail: `the journal is kept for the series store, ${paceOf(first, last, stopDiskShare)}; ${then} (series.whenJournalFull: ${whenJournalFull})`,
      };
    },
  };
}

/**
 * How long the space lasts. The first sample is not kept over a restart: within an hour of it a pace would be a
 * guess.
 */
function paceOf(first: Sample, last: Sample, stopShare: number): string {
  const seenMillis = last.at - first.at;
  if (seenMillis < HOUR_MILLIS) return 'for how long there is room is known an hour after the start';
  const used = last.share - first.share;
  if (used <= 0) return 'not growing';
  const daysLeft = ((stopShare - last.share) / used) * (seenMillis / DAY_MILLIS);
  return `room for ${daysLeft.toFixed(1)} days more at this pace`;
}
