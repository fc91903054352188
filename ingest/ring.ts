/** A ring buffer of numbers: keeps the newest `capacity` ones. Its memory grows as needed up to that. */
export class Ring {
  readonly #capacity: number;
  #numbers: number[];
  #next: number;

  constructor(capacity: number, snapshot?: RingSnapshot) {
    this.#capacity = capacity;
    this.#numbers = snapshot === undefined ? [] : [...snapshot.numbers];
    this.#next = snapshot?.next ?? 0;
  }

  /** Slot of the next number. */
  get next(): number {
    return this.#next;
  }

  /** Adds a number, in place of the oldest when the buffer is full. */
  push(number: number): void {
    this.#numbers[this.#next] = number;
    this.#next = (this.#next + 1) % this.#capacity;
  }

  /** Slot of a number; -1: it is not in the buffer. */
  find(number: number): number {
    return this.#numbers.indexOf(number);
  }

  /** Number in a slot; undefined: the slot is empty. */
  at(slot: number): number | undefined {
    return this.#numbers[slot];
  }

  snapshot(): RingSnapshot {
    return { numbers: [...this.#numbers], next: this.#next };
  }
}

/** A ring as plain JSON. */
export interface RingSnapshot {
  readonly numbers: readonly number[];
  readonly next: number;
}
