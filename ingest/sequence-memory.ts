import { judgeIdentical } from './judge-identical.ts';
import { type NumberedMessage, NumberedMessages } from './numbered-messages.ts';
import type { Verdict } from './redelivery.ts';
import { courseOf, type Serial, SerialNumbers, type SerialNumbersSnapshot } from './serial-numbers.ts';

/** After so many numbers a counter without a boot id that began anew cannot be the former one. */
const DOUBTFUL_NUMBERS = 256;
/** A message is not sent again after this. */
const WINDOW_MILLIS = 24 * 3_600_000;
/** A counter of eight bits comes round soon: its numbers say something for so long only. */
const NARROW_WINDOW_MILLIS = 10 * 60_000;
const NARROW_WIDTH = 256;

/**
 * The sequence of one device's messages: a repeat has the boot and number of one that came, and the same bytes or the
 * same measurement; where it measured something else it may be another version of it, and is `possible`. Serial-number
 * arithmetic says that it is not a later one. A counter that starts anew without a boot id repeats its numbers, too;
 * that is told apart by its first number on a new connection and by the bytes, and what cannot be told is `possible`.
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
   * `hash` and `measurement`: as of a `NumberedMessage`; `wallAt`: milliseconds since 1970.
   */
  judge(serial: Serial, hash: number, measurement: number, connection: number, wallAt: number): Verdict {
    const { position, behind, order } = this.#serials.place(serial, connection !== this.#connection);
    this.#connection = connection;
    if (order === 'anew') this.#sinceAnew = 0;
    // Further back than what is remembered.
    if (behind >= this.#messages.reach) return 'possible';
    const first = order === 'behind' ? this.#messages.at(position) : null;
    const verdict =
      first === null
        ? this.#judgeUnseen(position, hash, serial.boot)
        : this.#judgeAgain(first, { position, hash, measurement, wallAt }, serial.boot);
    if (verdict === 'repeat') return verdict;
    this.#messages.add(position, hash, measurement, wallAt);
    this.#sinceAnew += 1;
    return verdict;
  }

  /** The gateway was away: numbers of connections begin again, and none goes on. */
  interrupted(): void {
    this.#connection = null;
  }

  snapshot(): SequenceMemorySnapshot {
    return {
      serials: this.#serials.snapshot(),
      messages: this.#messages.snapshot(),
      connection: this.#connection,
      sinceAnew: this.#sinceAnew,
    };
  }

  /** No message of its count has its number; without a boot id one of an earlier count may be the same. */
  #judgeUnseen(position: number, hash: number, boot: string): Verdict {
    if (boot !== '' || this.#sinceAnew >= DOUBTFUL_NUMBERS) return 'new';
    const course = courseOf(position);
    return this.#messages.find(hash, (each) => courseOf(each) !== course) === null ? 'new' : 'possible';
  }

  #judgeAgain(first: NumberedMessage, message: NumberedMessage, boot: string): Verdict {
    const found = judgeIdentical(first, message);
    const isNamed = boot !== '';
    const window = this.#serials.width <= NARROW_WIDTH ? NARROW_WINDOW_MILLIS : WINDOW_MILLIS;
    const isRecent = message.wallAt - first.wallAt <= window;
    if (found === 'other' || (found === 'version' && !(isNamed && isRecent))) return 'new';
    // Without a boot id the counter may have begun again, and only bytes speak against that.
    return isRecent && (found === 'same' || (found === 'measured' && isNamed)) ? 'repeat' : 'possible';
  }
}

/** The sequence of a device as plain JSON. */
export interface SequenceMemorySnapshot {
  readonly serials: SerialNumbersSnapshot;
  readonly messages: string;
  readonly connection: number | null;
  readonly sinceAnew: number;
}
