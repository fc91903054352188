import type { RingSnapshot } from './ring.ts';

/** A connection may have so many QoS 1 messages in flight: each has a message id of its own (MQTT 3.1.1, 2.3.1). */
const MOST_IN_FLIGHT = 65_535;
/** A device that speaks now and then has hardly more than this in flight. */
const LEAST_REMEMBERED = 64;
/**
 * What the gateway acknowledged and the device never heard was sent shortly before the connection broke; and while its disk is full the
 * gateway holds what it is sent for half a minute, unless a city says otherwise.
 */
const GENERATION_MILLIS = 40_000;

/**
 * What a connection has sent lately, as hashes: all of the last forty seconds, and never fewer than 64. By the gateway's wall clock, for how
 * long an acknowledgement can be on its way has nothing to do with city time. Two generations, so that a reading costs one push.
 */
export class SentHashes {
  #newer: number[];
  #older: number[];
  #begunAt: number;

  constructor(snapshot: SentHashesSnapshot = { numbers: [], next: 0 }) {
    const { newer, older, begunAt } = 'numbers' in snapshot ? { newer: snapshot, older: '', begunAt: 0 } : snapshot;
    this.#newer = unpackNumbers(newer);
    this.#older = unpackNumbers(older);
    this.#begunAt = begunAt;
  }

  /** `wallAt`: milliseconds since 1970 at which it was received. */
  add(hash: number, wallAt: number): void {
    const count = this.#newer.length;
    const isOver = count >= LEAST_REMEMBERED && wallAt - this.#begunAt >= GENERATION_MILLIS;
    if (isOver || count >= MOST_IN_FLIGHT) {
      this.#older = this.#newer;
      this.#newer = [];
    }
    if (this.#newer.length === 0) this.#begunAt = wallAt;
    this.#newer.push(hash);
  }

  *[Symbol.iterator](): Generator<number> {
    yield* this.#older;
    yield* this.#newer;
  }

  snapshot(): SentHashesSnapshot {
    return { newer: packNumbers(this.#newer), older: packNumbers(this.#older), begunAt: this.#begunAt };
  }
}

/** Sent hashes as plain JSON. */
export type SentHashesSnapshot =
  | { readonly newer: string; readonly older: string; readonly begunAt: number }
  /** In checkpoints of earlier versions. */
  | RingSnapshot;

/** Numbers as text, eleven letters each: a busy device has thousands, and a checkpoint holds up the fold. A ring in earlier versions. */
export type PackedNumbers = string | RingSnapshot;

export function packNumbers(numbers: Iterable<number>): string {
  return Buffer.from(Float64Array.from(numbers).buffer).toString('base64');
}

/** The same numbers again. */
export function unpackNumbers(packed: PackedNumbers): number[] {
  if (typeof packed !== 'string') return [...packed.numbers];
  const { buffer } = Uint8Array.from(Buffer.from(packed, 'base64'));
  return [...new Float64Array(buffer)];
}
