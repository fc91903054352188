import { sumOfTotals, type Total } from './counter-sum.ts';

/** Number of totals that are remembered for each counter. */
export const REMEMBERED_TOTALS = 256;

/** What a total adds. */
interface Amount {
  readonly amount: number;
  /** Some of it may have been counted before, because a reset before it may have been none. */
  readonly isDoubtful: boolean;
}

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
   * gets 0. Null: it is older than the memory, and nothing is known of the total before it. `mostIn`: what the device
   * can count in so many milliseconds.
   */
  add(added: Total, mostIn: (millis: number) => number): Amount | null {
    const totals = this.#totals;
    let place = totals.length;
    while (place > 0 && (totals[place - 1] as Total)[0] > added[0]) place -= 1;
    if (place === 0 && this.#hasForgotten) return null;
    const before = sumOfTotals(totals, mostIn);
    totals.splice(place, 0, added);
    const after = sumOfTotals(totals, mostIn);
    const amount = roundMillionth(after.sum - before.sum - this.#excess);
    if (totals.length > REMEMBERED_TOTALS) {
      totals.shift();
      this.#hasForgotten = true;
    }
    this.#excess = Math.max(-amount, 0);
    return { amount: Math.max(amount, 0), isDoubtful: amount > 0 && after.doubtful > before.doubtful };
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

/** Without the last bits of a difference (35.8 - 35.6 is 0.19999999999999574), and without -0. */
const roundMillionth = (value: number): number => Number(value.toFixed(6)) + 0;
