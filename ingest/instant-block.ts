import { packInstants, unpackInstants } from './packed-instants.ts';

/** A block is as large as it has to be: it begins with room for so many instants and doubles. */
const FIRST_ROOM = 4;
/** 4 KiB of instants and values; what a checkpoint packs anew when one instant has come. */
export const BLOCK_INSTANTS = 256;

/** Instants of one channel in ascending order, each with its value: a part of what `ChannelMemory` remembers. */
export class InstantBlock {
  #instants: Float64Array;
  #values: Float64Array;
  #count: number;
  /** As a checkpoint holds it; null since it was last changed. */
  #packed: string | null;

  constructor(packed?: string) {
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

  get last(): number {
    return this.#instants[this.#count - 1] as number;
  }

  /** Value at an instant; undefined: it is not here. */
  valueAt(instant: number): number | undefined {
    const place = this.#placeOf(instant);
    return place < this.#count && this.#instants[place] === instant ? this.#values[place] : undefined;
  }

  /** Puts in an instant that is not here yet. Throws a RangeError when there is no room: split it first. */
  insert(instant: number, value: number): void {
    if (this.#count === BLOCK_INSTANTS) throw new RangeError('a full block takes no further instant');
    if (this.#count === this.#instants.length) this.#grow();
    const place = this.#count === 0 || instant > this.last ? this.#count : this.#placeOf(instant);
    this.#instants.copyWithin(place + 1, place, this.#count);
    this.#values.copyWithin(place + 1, place, this.#count);
    this.#instants[place] = instant;
    this.#values[place] = value;
    this.#count += 1;
    this.#packed = null;
  }

  /** Gives its later half to a new block. */
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

  pack(): string {
    this.#packed ??= packInstants(this.#instants.subarray(0, this.#count), this.#values);
    return this.#packed;
  }

  /** Where an instant is, or would be. */
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
    const room = Math.min(BLOCK_INSTANTS, Math.max(FIRST_ROOM, 2 * this.#count));
    const [instants, values] = [new Float64Array(room), new Float64Array(room)];
    instants.set(this.#instants);
    values.set(this.#values);
    [this.#instants, this.#values] = [instants, values];
  }
}

const EMPTY = { instants: new Float64Array(0), values: new Float64Array(0) };
