/** A larger jump means that the counter was set, not that messages were lost. */
const MAX_GAP = 100_000;
/** A number further behind the highest one means that the counter restarted without a new boot id. */
const MAX_DISORDER = 256;

/** Counts the missing sequence numbers of one device. */
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

  /** Takes the sequence number of a received message. */
  note({ boot, number }: { readonly boot: string; readonly number: number }): void {
    const step = number - this.#highest;
    const hasRestarted = boot !== this.#boot || step > MAX_GAP || step < -MAX_DISORDER;
    if (!hasRestarted && step > 0) this.#count += step - 1;
    // A message that was counted as missing has arrived late.
    if (!hasRestarted && step < 0) this.#count = Math.max(0, this.#count - 1);
    if (hasRestarted || step > 0) this.#highest = number;
    this.#boot = boot;
  }

  snapshot(): MissingSnapshot {
    return { count: this.#count, boot: this.#boot, highest: this.#highest };
  }
}

/** The state as plain JSON. */
export interface MissingSnapshot {
  readonly count: number;
  readonly boot: string | null;
  readonly highest: number;
}
