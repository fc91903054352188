/** Number of totals that are remembered for each counter. */
export const REMEMBERED_TOTALS = 256;

/** A running total at an instant (milliseconds since 1970, UTC). */
type Total = readonly [instant: number, total: number];

/**
 * The newest totals of one running counter in order of time, at most 256 of them, from which its amounts are computed.
 * The sum of the amounts does not depend on the order in which totals arrive.
 */
export class CounterMemory {
  /** In ascending order of instants. */
  readonly #totals: Total[];
  /** Whether older totals were removed. */
  #hasForgotten: boolean;

  constructor(snapshot: CounterMemorySnapshot = { totals: [], hasForgotten: false }) {
    this.#totals = [...snapshot.totals];
    this.#hasForgotten = snapshot.hasForgotten;
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
    const before = totals[place - 1]?.[1];
    const after = totals[place]?.[1];
    if (before === undefined && this.#hasForgotten) return null;
    totals.splice(place, 0, [instant, total]);
    if (totals.length > REMEMBERED_TOTALS) {
      totals.shift();
      this.#hasForgotten = true;
    }
    const added = since(before, total) + (after === undefined ? 0 : since(total, after) - since(before, after));
    return roundMillionth(added);
  }

  snapshot(): CounterMemorySnapshot {
    return { totals: [...this.#totals], hasForgotten: this.#hasForgotten };
  }
}

/** A counter's memory as plain JSON. */
export interface CounterMemorySnapshot {
  readonly totals: readonly Total[];
  readonly hasForgotten: boolean;
}

/** What came between two totals. One that fell began again at 0: all that it shows came since. */
function since(before: number | undefined, total: number): number {
  if (before === undefined) return 0;
  return total < before ? total : total - before;
}

/** Without the last bits of a difference (35.8 - 35.6 is 0.19999999999999574), and without -0. */
const roundMillionth = (value: number): number => Number(value.toFixed(6)) + 0;
