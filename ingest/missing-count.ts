/** A leap beyond this is a counter that was set, not messages that were lost. */
const LARGEST_GAP = 100_000;
/** A number this far behind is a counter that starts anew (without saying so by its boot id). */
const LARGEST_DISORDER = 256;

/** Sequence numbers of one device that never came. */
export class MissingCount {
  #count: number;
  #boot: string | null;
  #highest: number;

  constructor(snapshot?: MissingSnapshot) {
    this.#count = snapshot?.count ?? 0;
    this.#boot = snapshot?.boot ?? null;
    this.#highest = snapshot?.highest ?? 0;
  }

  get count(): number {
    return this.#count;
  }

  note({ boot, number }: { readonly boot: string; readonly number: number }): void {
    const step = number - this.#highest;
    const isAnew = boot !== this.#boot || step > LARGEST_GAP || step < -LARGEST_DISORDER;
    if (!isAnew && step > 0) this.#count += step - 1;
    // One that was given up for lost has come after all.
    if (!isAnew && step < 0) this.#count = Math.max(0, this.#count - 1);
    if (isAnew || step > 0) this.#highest = number;
    this.#boot = boot;
  }

  snapshot(): MissingSnapshot {
    return { count: this.#count, boot: this.#boot, highest: this.#highest };
  }
}

/** A count of missing messages as plain JSON. */
export interface MissingSnapshot {
  readonly count: number;
  readonly boot: string | null;
  readonly highest: number;
}
