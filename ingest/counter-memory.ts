/** Number of totals that are remembered for each counter. */
export const REMEMBERED_TOTALS = 256;

/** A running total at an instant (milliseconds since 1970, UTC). */
type Total = readonly [instant: number, total: number];

/**
 * The newest totals of one running counter in order of time, at most 256 of them, from which its amounts are computed.
 * The sum of the amounts given out is what all totals say in order of time, in whatever order they arrive; no amount is
 * negative.
 */
export class CounterMemory {
  /** In ascending order of instants. */
  readonly #totals: Total[];
  /** Whether older totals were removed. */
  #hasForgotten: boolean;
  /** What was given out too much, as a late total has shown; later amounts are smaller by it. */
  #excess: number;

  constructor(snapshot: CounterMemorySnapshot = { totals: [], hasForgotten: false, excess: 0 }) {
    this.#totals = [...snapshot.totals];
    this.#hasForgotten = snapshot.hasForgotten;
    this.#excess = snapshot.excess;
  }

  /**
   * Adds a total and returns the amount that it adds to those already given out: what came since the total before. One
   * that is late gets only what was not counted yet, nearly always 0: the total after it had the whole. The very first
   * gets 0. Null: it is older than the memory, and nothing is known of the total before it.
   */
  add(instant: number, total: number): number | null {
    const totals = this.#totals;
    let place = totals.length;
    while (place > 0 && (totals[place - 1] as Total)[0] > instant) place -= 1;
    if (place === 0 && this.#hasForgotten) return null;
    const known = sumOf(totals);
    totals.splice(place, 0, [instant, total]);
    const added = roundMillionth(sumOf(totals) - known - this.#excess);
    if (totals.length > REMEMBERED_TOTALS) {
      totals.shift();
      this.#hasForgotten = true;
    }
    this.#excess = Math.max(-added, 0);
    return Math.max(added, 0);
  }

  /** Whether this very total is remembered, at any instant. */
  has(total: number): boolean {
    return this.#totals.some(([, each]) => each === total);
  }

  snapshot(): CounterMemorySnapshot {
    return { totals: [...this.#totals], hasForgotten: this.#hasForgotten, excess: this.#excess };
  }
}

/** A counter's memory as plain JSON. */
export interface CounterMemorySnapshot {
  readonly totals: readonly Total[];
  readonly hasForgotten: boolean;
  readonly excess: number;
}

/** A total that falls to less than this share of the highest since the last reset began again at 0. */
const RESET_BELOW_SHARE = 0.9;

/**
 * What came over totals in order of time. After a reset it is all that the total shows; one that falls by less is an
 * old one that came again, or was rounded, and says nothing.
 */
function sumOf(totals: readonly Total[]): number {
  let sum = 0;
  let highest = totals[0]?.[1] ?? 0;
  for (const [, total] of totals) {
    if (total >= highest) sum += total - highest;
    else if (total < highest * RESET_BELOW_SHARE) sum += total;
    else continue;
    highest = total;
  }
  return sum;
}

/** Without the last bits of a difference (35.8 - 35.6 is 0.19999999999999574), and without -0. */
const roundMillionth = (value: number): number => Number(value.toFixed(6)) + 0;
