/** Good readings above the limit, each different from the one before, after which a channel is trusted again. */
const DECIDING_COUNT = 2;
/** A channel that was below the clear level for so long is trusted again. */
const CLEAR_MILLIS = 3_600_000;

/** A channel whose alert was withdrawn; plain JSON. */
export interface DistrustedChannel {
  readonly key: string;
  /** Consecutive good readings above the limit that differ from the one before. */
  readonly above: number;
  /** The last of them; null: none since. */
  readonly value: number | null;
  /** Event time since which it is below the clear level; null: it is not. */
  readonly clearSince: number | null;
}

/** A reading of good quality, as a scenario judges it alone. */
interface JudgedValue {
  readonly at: number;
  readonly value: number;
  readonly isHigh: boolean;
  readonly isClear: boolean;
}

/**
 * Channels whose alert was withdrawn. One reading of theirs raises no alert, so that a gauge that chatters is heard
 * once; two in a row that move do, because water may follow a fault.
 */
export class DistrustedChannels {
  readonly #channels = new Map<string, DistrustedChannel>();

  has(key: string): boolean {
    return this.#channels.has(key);
  }

  add(key: string): void {
    this.#channels.set(key, { key, above: 0, value: null, clearSince: null });
  }

  /** Takes a good reading of a channel; true: it is trusted again because of what it shows. */
  take(key: string, { at, value, isHigh, isClear }: JudgedValue): boolean {
    const channel = this.#channels.get(key);
    if (channel === undefined) return false;
    if (isHigh) {
      const above = channel.above + (value === channel.value ? 0 : 1);
      if (above >= DECIDING_COUNT) return this.#channels.delete(key);
      this.#channels.set(key, { key, above, value, clearSince: null });
      return false;
    }
    const clearSince = isClear ? (channel.clearSince ?? at) : null;
    if (clearSince !== null && at - clearSince >= CLEAR_MILLIS) this.#channels.delete(key);
    else this.#channels.set(key, { key, above: 0, value: null, clearSince });
    return false;
  }

  snapshot(): readonly DistrustedChannel[] {
    return [...this.#channels.values()];
  }

  /** `channels`: in checkpoints of earlier versions only their keys. */
  restore(channels: readonly (DistrustedChannel | string)[]): void {
    this.#channels.clear();
    for (const channel of channels) {
      if (typeof channel === 'string') this.add(channel);
      else this.#channels.set(channel.key, channel);
    }
  }
}
