import { packInstants, unpackInstants } from './packed-instants.ts';

/** Initial capacity of a channel's first block, which is doubled as needed. */
const INITIAL_CAPACITY = 4;
/** Maximum number of instants in a block: 4 KiB with their values. A checkpoint packs a whole block when it changed. */
export const BLOCK_INSTANTS = 256;

/** A block of a `ChannelMemory`: instants in ascending order, each with its value. */
export class InstantBlock {
  #instants: Float64Array;
  #values: Float64Array;
  #count: number;
  /** The packed form for checkpoints; null after a change. */
  #packed: string | null;

  readonly #initialCapacity: number;

  /** `initialCapacity`: instants that it has room for once it has one. */
  constructor(packed?: string, initialCapacity = INITIAL_CAPACITY) {
    this.#initialCapacity = initialCapacity;
    const { instants, values } = packed === undefined ? EMPTY : unpackInstants(packed);
    this.#instants = instants;
    this.#values = values;
    this.#count = instants.length;
    this.#packed = packed ?? null;
  }

  get count(): number {
    return this.#count;
  }

  /** The earliest instant; a block in use is never empty. */
  get first(): number {
    return this.#instants[0] as number;
  }

  /** The latest instant. */
  get last(): number {
    return this.#instants[this.#count - 1] as number;
  }

  /** Value at an instant; undefined: it is not in this block. */
  valueAt(instant: number): number | undefined {
    const place = this.#placeOf(instant);
    return place < this.#count && this.#instants[place] === instant ? this.#values[place] : undefined;
  }

  /** Inserts an instant that is not in the block. Throws a RangeError when the block is full: split it first. */
  insert(instant: number, value: number): void {
    if (this.#count === BLOCK_INSTANTS) throw new RangeError('a full block takes no further instant');
    if (this.#count === this.#instants.length) this.#grow();
    const place = this.#count === 0 || instant > this.last ? this.#count : this.#placeOf(instant);
    if (place < this.#count) {
      this.#instants.copyWithin(place + 1, place, this.#count);
      this.#values.copyWithin(place + 1, place, this.#count);
    }
    this.#instants[place] = instant;
    this.#values[place] = value;
    this.#count += 1;
    this.#packed = null;
  }

  /** Moves the later half to a new block, which is returned. */
  split(): InstantBlock {
    const kept = this.#count >> 1;
    const later = new InstantBlock();
    later.#instants = this.#instants.slice(kept, this.#count);
    later.#values = this.#values.slice(kept, this.#count);
    later.#count = this.#count - kept;
    this.#count = kept;
    this.#packed = null;
    return later;
  }

  /** The block as text (`packInstants`); cached until the next change. */
  pack(): string {
    this.#packed ??= packInstants(this.#instants.subarray(0, this.#count), this.#values);
    return this.#packed;
  }

  /** Index at which an instant is, or would be inserted. */
  #placeOf(instant: number): number {
    let [low, high] = [0, this.#count];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#instants[middle] as number) < instant) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #grow(): void {
    const capacity = Math.min(BLOCK_INSTANTS, Math.max(this.#initialCapacity, 2 * this.#count));
    const [instants, values] = [new Float64Array(capacity), new Float64Array(capacity)];
    instants.set(this.#instants);
    values.set(this.#values);
    [this.#instants, this.#values] = [instants, values];
  }
}

const EMPTY = { instants: new Float64Array(0), values: new Float64Array(0) };
