import { BLOCK_INSTANTS, InstantBlock } from './instant-block.ts';
import type { RingSnapshot } from './ring.ts';

/** Instants that are remembered of a channel at least. */
export const REMEMBERED_INSTANTS = 4096;

/** What a channel's memory says of an instant: nothing stands there, a value does, or it lies further back than the memory reaches. */
export type Standing = 'free' | 'forgotten' | number;

/**
 * The newest instants of one channel, at least 4,096 of them, each with the value that came first. Sixteen bytes an instant, so 64 KiB
 * when it is full of readings that came in order (twice that at most, in whatever order they came), and 64 bytes when there are few. A
 * checkpoint adds about 25 KiB of text, of which the next one makes only what has changed anew.
 */
export class ChannelMemory {
  /** In ascending order, none empty. */
  readonly #blocks: InstantBlock[];
  #count = 0;
  /** The newest instant that may have been forgotten; -Infinity: none was. */
  #forgottenUpTo: number;

  constructor(snapshot: ChannelMemorySnapshot = { blocks: [], forgottenUpTo: null }) {
    this.#blocks = snapshot.blocks.map((packed) => new InstantBlock(packed));
    for (const block of this.#blocks) this.#count += block.count;
    this.#forgottenUpTo = snapshot.forgottenUpTo ?? Number.NEGATIVE_INFINITY;
  }

  /** What stands at an instant; one that is free is taken by the value. */
  claim(instant: number, value: number): Standing {
    const newest = this.#blocks.at(-1);
    // Most readings come in order: then there is nothing to look for.
    if (newest !== undefined && instant > newest.last) {
      if (instant <= this.#forgottenUpTo) return 'forgotten';
      this.#insert(this.#blocks.length - 1, instant, value);
      return 'free';
    }
    const place = this.#blockOf(instant);
    const standing = this.#blocks[place]?.valueAt(instant);
    if (standing !== undefined) return standing;
    if (instant <= this.#forgottenUpTo) return 'forgotten';
    this.#insert(place, instant, value);
    return 'free';
  }

  snapshot(): ChannelMemorySnapshot {
    const forgottenUpTo = Number.isFinite(this.#forgottenUpTo) ? this.#forgottenUpTo : null;
    return { blocks: this.#blocks.map((block) => block.pack()), forgottenUpTo };
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
      // In order, a full block stays full; in the middle it is halved.
      const isAtEnd = place === this.#blocks.length - 1 && instant > block.last;
      const later = isAtEnd ? new InstantBlock() : block.split();
      this.#blocks.splice(place + 1, 0, later);
      if (isAtEnd || instant > later.first) block = later;
    }
    block.insert(instant, value);
    this.#count += 1;
    this.#forget();
  }

  /** The oldest block goes when enough remains without it. */
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
}

/** Instants that version 0.1.0 remembered of a channel: the last 512 that came. */
const REMEMBERED_BY_010 = 512;

/** The memory out of a checkpoint of 0.1.0. A full one may have forgotten any instant up to the newest. */
export function memoryOf010(newest: number, instants: RingSnapshot, values: RingSnapshot): ChannelMemory {
  const memory = new ChannelMemory();
  for (const [place, instant] of instants.numbers.entries()) memory.claim(instant, values.numbers[place] ?? 0);
  if (instants.numbers.length < REMEMBERED_BY_010) return memory;
  return new ChannelMemory({ ...memory.snapshot(), forgottenUpTo: newest });
}
