import { type Serial, SerialNumbers, type SerialNumbersSnapshot } from './serial-numbers.ts';

/** So many of the numbers that are missing are remembered, to know one that comes after all. */
const REMEMBERED_MISSING = 256;

/** Sequence numbers of one device that never came, whatever the width of its counter. */
export class MissingCount {
  #count: number;
  readonly #serials: SerialNumbers;
  #connection: number | null;
  /** Positions, the oldest first. */
  readonly #missing: Set<number>;

  constructor(snapshot?: MissingSnapshot) {
    this.#count = snapshot?.count ?? 0;
    this.#serials = new SerialNumbers(snapshot?.serials);
    this.#connection = snapshot?.connection ?? null;
    this.#missing = new Set(snapshot?.missing);
  }

  get count(): number {
    return this.#count;
  }

  /** A message with a number, no repeat; `connection`: on which it came. */
  note(serial: Serial, connection: number): void {
    const { position, skipped, order } = this.#serials.place(serial, connection !== this.#connection);
    this.#connection = connection;
    if (skipped > 0) this.#miss(position - skipped, position);
    // One that was given up for lost has come after all.
    else if (order === 'behind' && this.#missing.delete(position)) this.#count -= 1;
  }

  snapshot(): MissingSnapshot {
    const missing = [...this.#missing];
    return { count: this.#count, serials: this.#serials.snapshot(), connection: this.#connection, missing };
  }

  #miss(from: number, until: number): void {
    this.#count += until - from;
    for (let position = Math.max(from, until - REMEMBERED_MISSING); position < until; position += 1) {
      this.#missing.add(position);
    }
    for (const oldest of this.#missing) {
      if (this.#missing.size <= REMEMBERED_MISSING) break;
      this.#missing.delete(oldest);
    }
  }
}

/** A count of missing messages as plain JSON. */
export interface MissingSnapshot {
  readonly count: number;
  /**
   * Absent in checkpoints up to version 0.2.0, as what follows: the count goes on, the course of the counter begins
   * anew.
   */
  readonly serials?: SerialNumbersSnapshot;
  readonly connection?: number | null;
  readonly missing?: readonly number[];
}
