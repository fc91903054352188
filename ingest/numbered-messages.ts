import type { Content } from './judge-identical.ts';
import { packNumbers, unpackNumbers } from './packed-numbers.ts';

/** A numbered message that came, by its position in the course of its counter. */
export interface NumberedMessage extends Content {
  readonly position: number;
  /** Wall clock of the gateway, milliseconds since 1970; kept in whole seconds. */
  readonly wallAt: number;
}

const FIRST_ROOM = 16;
/** Room for so many positions is made whenever they are needed. */
const USUAL_ROOM = 256;
/** And for more only while what would be forgotten came within this time: a whole window in flight may come again. */
const YOUNG_MILLIS = 40_000;
const MOST_ROOM = 8192;
/** Position, hash, measurement, second. */
const COLUMNS = 4;

/**
 * The numbered messages of one device that came last, one slot for each position: 32 bytes each, so 8 KiB a device, and
 * at most 256 KiB of one that sends 200 messages a second.
 */
export class NumberedMessages {
  #slots: Float64Array;

  constructor(packed?: string) {
    this.#slots =
      packed === undefined ? new Float64Array(FIRST_ROOM * COLUMNS) : Float64Array.from(unpackNumbers(packed));
  }

  /** Positions that are remembered, up to the newest one: room for the usual ones is made when they come. */
  get reach(): number {
    return Math.max(this.#room, USUAL_ROOM);
  }

  get #room(): number {
    return this.#slots.length / COLUMNS;
  }

  add(position: number, hash: number, measurement: number, wallAt: number): void {
    let at = this.#slotOf(position);
    while (this.#slots[at] !== 0 && this.#slots[at] !== position && this.#needsRoom(at, wallAt)) {
      this.#grow();
      at = this.#slotOf(position);
    }
    this.#slots[at] = position;
    this.#slots[at + 1] = hash;
    this.#slots[at + 2] = measurement;
    this.#slots[at + 3] = Math.floor(wallAt / 1000);
  }

  /** Null: no message with this position came, or it is no longer remembered. */
  at(position: number): NumberedMessage | null {
    const at = this.#slotOf(position);
    return this.#slots[at] === position ? this.#messageAt(at) : null;
  }

  /** Some message with this hash whose position fits. */
  find(hash: number, fits: (position: number) => boolean): NumberedMessage | null {
    for (let at = 0; at < this.#slots.length; at += COLUMNS) {
      if (this.#slots[at + 1] === hash && this.#slots[at] !== 0 && fits(this.#slots[at] as number)) {
        return this.#messageAt(at);
      }
    }
    return null;
  }

  snapshot(): string {
    return packNumbers(this.#slots);
  }

  #messageAt(at: number): NumberedMessage {
    const [position = 0, hash = 0, measurement = 0, second = 0] = this.#slots.subarray(at, at + COLUMNS);
    return { position, hash, measurement, wallAt: second * 1000 };
  }

  #slotOf(position: number): number {
    const room = this.#room;
    return (((position % room) + room) % room) * COLUMNS;
  }

  #needsRoom(at: number, wallAt: number): boolean {
    if (this.#room < USUAL_ROOM) return true;
    return this.#room < MOST_ROOM && wallAt - (this.#slots[at + 3] as number) * 1000 < YOUNG_MILLIS;
  }

  /** Twice the room: no two positions that had slots of their own share one then. */
  #grow(): void {
    const before = this.#slots;
    this.#slots = new Float64Array(2 * before.length);
    for (let at = 0; at < before.length; at += COLUMNS) {
      if (before[at] !== 0) this.#slots.set(before.subarray(at, at + COLUMNS), this.#slotOf(before[at] as number));
    }
  }
}
