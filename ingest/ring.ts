/** A bounded memory of numbers: the newest `capacity` stay, the oldest give way. Grows as needed up to that. */
export class Ring {
  readonly #capacity: number;
  #numbers: number[];
  #next: number;

  constructor(capacity: number, snapshot?: RingSnapshot) {
    this.#capacity = capacity;
    this.#numbers = snapshot === undefined ? [] : [...snapshot.numbers];
    this.#next = snapshot?.next ?? 0;
  }

  /** Slot that the next number will take. */
  get next(): number {
    return this.#next;
  }

  push(number: number): void {
    this.#numbers[this.#next] = number;
    this.#next = (this.#next + 1) % this.#capacity;
  }

  /** Slot of a number, or -1. */
  find(number: number): number {
    return this.#numbers.indexOf(number);
  }

  /** Number in a slot; undefined while it is free. */
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
