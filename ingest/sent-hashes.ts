import type { RingSnapshot } from './ring.ts';

/** Maximum number of QoS 1 messages in flight: each has a distinct packet identifier (MQTT 3.1.1, 2.3.1). */
const MAX_IN_FLIGHT = 65_535;
/** Minimum number of messages that are remembered; a device that sends rarely hardly has more in flight. */
const MIN_REMEMBERED = 64;
/**
 * Messages whose PUBACK may have been lost were sent shortly before the connection broke. While the disk is full, the
 * gateway holds messages for half a minute by default before it closes the connection. This must exceed both.
 */
const GENERATION_MILLIS = 40_000;

/**
 * Hashes of the messages that a connection sent recently: all of the last 40 seconds, and at least the last 64.
 * Measured by the gateway's wall clock, because the time in which a PUBACK can be lost does not depend on city time.
 * Kept as two generations, of which the older is dropped as a whole, so that adding a hash is cheap.
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

  /** Adds the hash of a message that was received at `wallAt` (wall clock, milliseconds since 1970, UTC). */
  add(hash: number, wallAt: number): void {
    const count = this.#newer.length;
    const isOver = count >= MIN_REMEMBERED && wallAt - this.#begunAt >= GENERATION_MILLIS;
    if (isOver || count >= MAX_IN_FLIGHT) {
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

/** The hashes as plain JSON. */
export type SentHashesSnapshot =
  | { readonly newer: string; readonly older: string; readonly begunAt: number }
  /** In checkpoints of earlier versions. */
  | RingSnapshot;

/**
 * Numbers as base64 text, eleven characters each: a busy device has thousands, and writing a checkpoint delays the
 * fold. A ring buffer in checkpoints of earlier versions.
 */
export type PackedNumbers = string | RingSnapshot;

/** Packs numbers as base64 of their doubles. */
export function packNumbers(numbers: Iterable<number>): string {
  return Buffer.from(Float64Array.from(numbers).buffer).toString('base64');
}

/** Reads what `packNumbers` wrote, or a ring buffer. */
export function unpackNumbers(packed: PackedNumbers): number[] {
  if (typeof packed !== 'string') return [...packed.numbers];
  const { buffer } = Uint8Array.from(Buffer.from(packed, 'base64'));
  return [...new Float64Array(buffer)];
}
