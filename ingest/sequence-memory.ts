import { NumberedMessages } from './numbered-messages.ts';
import type { Verdict } from './redelivery.ts';
import { courseOf, type Serial, SerialNumbers, type SerialNumbersSnapshot } from './serial-numbers.ts';

/** After so many numbers a counter without a boot id that began anew cannot be the former one. */
const DOUBTFUL_NUMBERS = 256;
/** A message is not sent again after this. */
const WINDOW_MILLIS = 24 * 3_600_000;
/** A counter of eight bits comes round soon: on another connection its numbers say something for so long only. */
const NARROW_WINDOW_MILLIS = 10 * 60_000;
const NARROW_WIDTH = 256;

/**
 * The sequence of one device's messages: a repeat has the boot, number and bytes of one that came, and serial-number
 * arithmetic says that it is not a later one. A counter that starts anew without a boot id repeats its numbers, too;
 * that is told apart by its first number on a new connection, and what cannot be told is `possible`.
 */
export class SequenceMemory {
  readonly #serials: SerialNumbers;
  readonly #messages: NumberedMessages;
  #connection: number | null;
  /** Messages since a counter without a boot id began anew. */
  #sinceAnew: number;

  constructor(snapshot?: SequenceMemorySnapshot) {
    this.#serials = new SerialNumbers(snapshot?.serials);
    this.#messages = new NumberedMessages(snapshot?.messages);
    this.#connection = snapshot?.connection ?? null;
    this.#sinceAnew = snapshot?.sinceAnew ?? 0;
  }

  /**
   * Judges a message, and remembers it unless it is a repeat. `new`: its number shows that it did not come before.
   * `hash`: of its topic and bytes, those of a repeat are equal; `wallAt`: milliseconds since 1970.
   */
  judge(serial: Serial, hash: number, connection: number, wallAt: number): Verdict {
    const place = this.#serials.place(serial, connection !== this.#connection);
    this.#connection = connection;
    if (place.order === 'anew') this.#sinceAnew = 0;
    const { position, behind, order } = place;
    // Further back than what is remembered.
    if (behind >= this.#messages.room) return 'possible';
    const verdict =
      order === 'behind'
        ? this.#judgeBehind(position, hash, connection, wallAt)
        : this.#judgeNewest(position, serial.boot, hash);
    if (verdict === 'repeat') return verdict;
    this.#messages.add(position, hash, connection, wallAt);
    this.#sinceAnew += 1;
    return verdict;
  }

  /** The gateway was away: numbers of connections begin again, and none goes on. */
  interrupted(): void {
    this.#connection = null;
    this.#messages.endConnections();
  }

  snapshot(): SequenceMemorySnapshot {
    return {
      serials: this.#serials.snapshot(),
      messages: this.#messages.snapshot(),
      connection: this.#connection,
      sinceAnew: this.#sinceAnew,
    };
  }

  #judgeNewest(position: number, boot: string, hash: number): Verdict {
    if (boot !== '' || this.#sinceAnew >= DOUBTFUL_NUMBERS) return 'new';
    const course = courseOf(position);
    return this.#messages.find(hash, (each) => courseOf(each) !== course) === null ? 'new' : 'possible';
  }

  #judgeBehind(position: number, hash: number, connection: number, wallAt: number): Verdict {
    const same = this.#messages.at(position);
    if (same === null || same.hash !== hash) return 'new';
    if (same.connection === connection) return 'repeat';
    const window = this.#serials.width <= NARROW_WIDTH ? NARROW_WINDOW_MILLIS : WINDOW_MILLIS;
    return wallAt - same.wallAt <= window ? 'repeat' : 'possible';
  }
}

/** The sequence of a device as plain JSON. */
export interface SequenceMemorySnapshot {
  readonly serials: SerialNumbersSnapshot;
  readonly messages: string;
  readonly connection: number | null;
  readonly sinceAnew: number;
}
