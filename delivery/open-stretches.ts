/** A stretch of the journal with effects that are not settled yet. */
export interface OpenStretch {
  nextOffset: number;
  open: number;
}

/** Knows the offset below which every effect is settled, whatever the order in which they are settled. */
export class OpenStretches {
  readonly #stretches: OpenStretch[] = [];
  #nextOffset: number;

  constructor(nextOffset: number) {
    this.#nextOffset = nextOffset;
  }

  get nextOffset(): number {
    return this.#nextOffset;
  }

  /** Takes a stretch with so many effects to settle; null when it has none. Stretches come in the order of the journal. */
  add(nextOffset: number, open: number): OpenStretch | null {
    const last = this.#stretches.at(-1);
    if (open === 0) {
      if (last) last.nextOffset = Math.max(last.nextOffset, nextOffset);
      else this.#nextOffset = Math.max(this.#nextOffset, nextOffset);
      return null;
    }
    const stretch = { nextOffset, open };
    this.#stretches.push(stretch);
    return stretch;
  }

  /** One effect of this stretch is settled. */
  settle(stretch: OpenStretch): void {
    stretch.open -= 1;
    let settled = 0;
    for (const { open, nextOffset } of this.#stretches) {
      if (open > 0) break;
      settled += 1;
      this.#nextOffset = Math.max(this.#nextOffset, nextOffset);
    }
    if (settled > 0) this.#stretches.splice(0, settled);
  }
}
