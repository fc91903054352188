import { BLOCK_INSTANTS, InstantBlock } from './instant-block.ts';
import type { RingSnapshot } from './ring.ts';

/** Minimum number of instants that are remembered for each channel. */
export const REMEMBERED_INSTANTS = 4096;
/**
 * An arrival is made unique by putting it off a millisecond behind the one before. Up to a thousand readings a second
 * of one channel it thereby never runs more than a burst ahead; what comes faster for longer than this finds no instant
 * of its own.
 */
export const MOST_PUT_OFF_MILLIS = 60_000;

/** The result of a claim: the instant was free, has this value already, or is older than the memory (`forgotten`). */
export type ClaimResult = 'free' | 'forgotten' | number;

/**
 * The newest instants of one channel, at least 4,096 of them, each with its first value; used to find duplicates and
 * conflicts. It takes 16 bytes per instant: 64 KiB when it is full of readings that arrived in order, at most twice
 * that for any order, and 64 bytes for a few. In a checkpoint it is about 25 KiB of text; unchanged blocks are not
 * packed again for the next one.
 */
export class ChannelMemory {
  /** In ascending order of instants; none is empty. */
  readonly #blocks: InstantBlock[];
  #count = 0;
  /** The newest instant that may have been removed; -Infinity: none was. */
  #forgottenUpTo: number;
  /** The newest instant that was given to an arrival. */
  #lastArrival: number;

  constructor(snapshot: ChannelMemorySnapshot = { blocks: [], forgottenUpTo: null }) {
    this.#blocks = snapshot.blocks.map((packed) => new InstantBlock(packed));
    for (const block of this.#blocks) this.#count += block.count;
    this.#forgottenUpTo = snapshot.forgottenUpTo ?? Number.NEGATIVE_INFINITY;
    this.#lastArrival = snapshot.lastArrival ?? Number.NEGATIVE_INFINITY;
  }

  /**
   * Takes an instant for a value that came without one: its arrival, or the first free millisecond behind it and behind
   * every earlier arrival of the channel. Null where that would be more than `MOST_PUT_OFF_MILLIS` after the arrival.
   */
  arrive(receivedAt: number, value: number): { readonly instant: number; readonly isForgotten: boolean } | null {
    let instant = Math.max(receivedAt, this.#lastArrival + 1);
    for (; instant <= receivedAt + MOST_PUT_OFF_MILLIS; instant += 1) {
      const isForgotten = instant <= this.#forgottenUpTo;
      if (this.#isTaken(instant)) continue;
      if (!isForgotten) this.claim(instant, value);
      this.#lastArrival = instant;
      return { instant, isForgotten };
    }
    return null;
  }

  /** Looks up an instant (milliseconds since 1970, UTC), and stores the value there if it is free. */
  claim(instant: number, value: number): ClaimResult {
    const newest = this.#blocks.at(-1);
    // Most readings arrive in order, and need no search.
    if (newest !== undefined && instant > newest.last) {
      if (instant <= this.#forgottenUpTo) return 'forgotten';
      this.#insert(this.#blocks.length - 1, instant, value);
      return 'free';
    }
    const place = this.#blockOf(instant);
    const known = this.#blocks[place]?.valueAt(instant);
    if (known !== undefined) return known;
    if (instant <= this.#forgottenUpTo) return 'forgotten';
    this.#insert(place, instant, value);
    return 'free';
  }

  snapshot(): ChannelMemorySnapshot {
    const forgottenUpTo = Number.isFinite(this.#forgottenUpTo) ? this.#forgottenUpTo : null;
    const lastArrival = Number.isFinite(this.#lastArrival) ? this.#lastArrival : null;
    return { blocks: this.#blocks.map((block) => block.pack()), forgottenUpTo, lastArrival };
  }

  #isTaken(instant: number): boolean {
    const newest = this.#blocks.at(-1);
    if (newest === undefined || instant > newest.last) return false;
    return this.#blocks[this.#blockOf(instant)]?.valueAt(instant) !== undefined;
  }

  /** The last block that begins at or before an instant; else the first. */
  #blockOf(instant: number): number {
    let [low, high] = [0, this.#blocks.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#blocks[middle] as InstantBlock).first <= instant) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  #insert(place: number, instant: number, value: number): void {
    let block = this.#blocks[place];
    if (block === undefined) {
      block = new InstantBlock();
      this.#blocks.push(block);
    } else if (block.count === BLOCK_INSTANTS) {
      // Appending leaves a full block full; inserting into the middle of a full block splits it in half.
      const isAtEnd = place === this.#blocks.length - 1 && instant > block.last;
      // A channel that filled a block fills the next one.
      const later = isAtEnd ? new InstantBlock(undefined, BLOCK_INSTANTS) : block.split();
      this.#blocks.splice(place + 1, 0, later);
      if (isAtEnd || instant > later.first) block = later;
    }
    block.insert(instant, value);
    this.#count += 1;
    this.#forget();
  }

  /** Removes the oldest block when enough instants remain without it. */
  #forget(): void {
    const oldest = this.#blocks[0];
    if (oldest === undefined || this.#count - oldest.count < REMEMBERED_INSTANTS) return;
    this.#blocks.shift();
    this.#count -= oldest.count;
    this.#forgottenUpTo = Math.max(this.#forgottenUpTo, oldest.last);
  }
}

/** A channel's memory as plain JSON. */
export interface ChannelMemorySnapshot {
  /** Each by `packInstants`. */
  readonly blocks: readonly string[];
  readonly forgottenUpTo: number | null;
  /** Absent before arrivals were made unique. */
  readonly lastArrival?: number | null;
}

/** Version 0.1.0 remembered the last 512 instants of a channel, in the order of arrival. */
const REMEMBERED_BY_010 = 512;

/** Reads the memory from a checkpoint of 0.1.0. If it was full, any instant up to the newest may have been removed. */
export function memoryOf010(newest: number, instants: RingSnapshot, values: RingSnapshot): ChannelMemory {
  const memory = new ChannelMemory();
  for (const [place, instant] of instants.numbers.entries()) memory.claim(instant, values.numbers[place] ?? 0);
  if (instants.numbers.length < REMEMBERED_BY_010) return memory;
  return new ChannelMemory({ ...memory.snapshot(), forgottenUpTo: newest });
}
