/** A range of the journal that ends before `nextOffset`; `open`: the number of its effects that are not settled. */
export interface OpenRange {
  nextOffset: number;
  open: number;
}

/** Computes the offset below which all effects are settled; effects may be settled in any order. */
export class OpenRanges {
  readonly #ranges: OpenRange[] = [];
  #nextOffset: number;

  constructor(nextOffset: number) {
    this.#nextOffset = nextOffset;
  }

  get nextOffset(): number {
    return this.#nextOffset;
  }

  /** Adds the next range of the journal with its number of effects; returns null when that is 0. */
  add(nextOffset: number, open: number): OpenRange | null {
    const last = this.#ranges.at(-1);
    if (open === 0) {
      if (last) last.nextOffset = Math.max(last.nextOffset, nextOffset);
      else this.#nextOffset = Math.max(this.#nextOffset, nextOffset);
      return null;
    }
    const range = { nextOffset, open };
    this.#ranges.push(range);
    return range;
  }

  /** To be called when an effect of the range is settled. */
  settle(range: OpenRange): void {
    range.open -= 1;
    let settled = 0;
    for (const { open, nextOffset } of this.#ranges) {
      if (open > 0) break;
      settled += 1;
      this.#nextOffset = Math.max(this.#nextOffset, nextOffset);
    }
    if (settled > 0) this.#ranges.splice(0, settled);
  }
}
