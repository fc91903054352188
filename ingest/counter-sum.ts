/** A running total at an instant (milliseconds since 1970, UTC); `from`: the earliest that it may be of. */
export type Total = readonly [instant: number, total: number, from?: number];

/** What came over totals in order of time. */
export interface CounterSum {
  readonly sum: number;
  /** Of it, what may have been counted before: a reset may have been none. */
  readonly doubtful: number;
}

/** A total that falls to less than this share of the highest since the last reset began again at 0. */
const RESET_BELOW_SHARE = 0.9;
/** Whoever regains more than this share of a fall in one step may be back where they were. */
const LEAP_SHARE = 0.5;

/** The height before a fall, and the sum up to there. */
interface Height {
  readonly highest: number;
  readonly sum: number;
  readonly fall: number;
}

/**
 * What came over totals in order of time. After a reset it is all that the total shows; a total that falls by less is
 * an old one that came again, or was rounded, and says nothing. `mostIn`: what the device can count in so many
 * milliseconds. A total that shows more than that is no reset, but a counter that was set; and one that is back at its
 * old height faster than that was never reset: a device that starts may say 0 until it has read its memory.
 */
export function sumOfTotals(totals: readonly Total[], mostIn: (millis: number) => number): CounterSum {
  let sum = 0;
  let doubtful = 0;
  let highest = totals[0]?.[1] ?? 0;
  let before = totals[0];
  /** Of falls whose height was not reached again, the lowest at the end. */
  const heights: Height[] = [];
  for (const each of totals) {
    const [instant, total] = each;
    const most = mostIn(instant - (before?.[2] ?? before?.[0] ?? instant));
    before = each;
    if (total >= highest) {
      const height = takeReached(heights, total);
      const grown = sum + total - highest;
      const unfallen = height === null ? grown : height.sum + total - height.highest;
      if (total - highest > most) sum = unfallen;
      else {
        if (height !== null && total - highest > height.fall * LEAP_SHARE) doubtful += Math.max(grown - unfallen, 0);
        sum = grown;
      }
    } else if (total < highest * RESET_BELOW_SHARE) {
      heights.push({ highest, sum, fall: highest - total });
      if (total <= most) sum += total;
    } else continue;
    highest = total;
  }
  return { sum, doubtful };
}

/** Takes away the heights that a total has reached; returns the highest of them. */
function takeReached(heights: Height[], total: number): Height | null {
  let reached: Height | null = null;
  for (let last = heights.at(-1); last !== undefined && total >= last.highest; last = heights.at(-1)) {
    reached = last;
    heights.pop();
  }
  return reached;
}
