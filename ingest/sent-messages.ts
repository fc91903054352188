import { ForgottenMessages, type ForgottenMessagesSnapshot } from './forgotten-messages.ts';
import { packNumbers, unpackNumbers } from './packed-numbers.ts';

/** A connection may have so many messages in flight: each has a packet id of its own (MQTT 3.1.1, 2.3.1). */
const MOST_IN_FLIGHT = 65_535;
/** A device that speaks now and then has hardly more than this in flight. */
const LEAST_REMEMBERED = 64;
/**
 * What the gateway acknowledged and the device never heard was sent shortly before the connection broke; and while its
 * disk is full the gateway holds what it is sent for half a minute, unless a city says otherwise.
 */
const GENERATION_MILLIS = 40_000;

/** A message of QoS 1 or 2 that an identity has sent. */
export interface SentMessage {
  readonly messageId: number;
  /** Of its topic and bytes. */
  readonly hash: number;
  readonly offset: number;
  /** Wall clock of the gateway, milliseconds since 1970. */
  readonly wallAt: number;
}

/** One generation, column by column; `places` are offset × 65,536 + packet id, exact up to offset 2^37. */
interface Columns {
  readonly hashes: number[];
  readonly places: number[];
  readonly wallAt: number[];
}

const ID_RANGE = 65_536;

/**
 * What an identity has sent lately: all of the last forty seconds, and never fewer than 64; 24 bytes a message. By the
 * gateway's wall clock, for how long an acknowledgement can be on its way has nothing to do with city time. Two
 * generations, so that a message costs three pushes.
 */
export class SentMessages {
  #newer: Columns;
  #older: Columns;
  /** How many of the newest came on the connection that is open. */
  #onConnection: number;

  readonly #forgotten: ForgottenMessages;

  /** `unknownUntil`: wall time up to which the identity may have sent what is not remembered; 0: it sent nothing. */
  constructor(snapshot: SentMessagesSnapshot | undefined, unknownUntil: number) {
    this.#newer = unpack(snapshot?.newer);
    this.#older = unpack(snapshot?.older);
    this.#onConnection = snapshot?.onConnection ?? 0;
    const none = { unknownUntil: Math.max(unknownUntil, ...this.#newer.wallAt.slice(-1)), filters: [] };
    this.#forgotten = new ForgottenMessages(snapshot?.forgotten ?? none);
  }

  add(messageId: number, hash: number, offset: number, wallAt: number): void {
    const count = this.#newer.hashes.length;
    const isOver = count >= LEAST_REMEMBERED && wallAt - (this.#newer.wallAt[0] as number) >= GENERATION_MILLIS;
    if (isOver || count >= MOST_IN_FLIGHT) {
      this.#forget(this.#older);
      this.#older = this.#newer;
      this.#newer = unpack();
    }
    this.#newer.hashes.push(hash);
    this.#newer.places.push(offset * ID_RANGE + messageId);
    this.#newer.wallAt.push(wallAt);
    this.#onConnection += 1;
  }

  /** The newest with a packet id, on whatever connection. */
  newest(messageId: number): SentMessage | null {
    for (const columns of [this.#newer, this.#older]) {
      for (let place = columns.hashes.length - 1; place >= 0; place -= 1) {
        if ((columns.places[place] as number) % ID_RANGE === messageId) return messageAt(columns, place);
      }
    }
    return null;
  }

  /** Whether the message may have come since then (wall time), on whatever connection; false is certain. */
  mayHave(messageId: number, hash: number, since: number): boolean {
    for (const { hashes, places } of [this.#newer, this.#older]) {
      if (hashes.some((each, place) => each === hash && (places[place] as number) % ID_RANGE === messageId))
        return true;
    }
    return this.#forgotten.mayHave(messageId, hash, since);
  }

  /** What came on the open connection, as far as it is remembered, the newest first; with it the connection is over. */
  endConnection(): readonly SentMessage[] {
    const found: SentMessage[] = [];
    for (const columns of [this.#newer, this.#older]) {
      for (let place = columns.hashes.length - 1; place >= 0 && found.length < this.#onConnection; place -= 1) {
        found.push(messageAt(columns, place));
      }
    }
    this.forgetConnection();
    return found;
  }

  /** The connection is over, and what came on it needs no second look. */
  forgetConnection(): void {
    this.#onConnection = 0;
  }

  snapshot(): SentMessagesSnapshot {
    return {
      newer: pack(this.#newer),
      older: pack(this.#older),
      onConnection: this.#onConnection,
      forgotten: this.#forgotten.snapshot(),
    };
  }

  #forget({ hashes, places, wallAt }: Columns): void {
    for (const [at, hash] of hashes.entries()) {
      this.#forgotten.add((places[at] as number) % ID_RANGE, hash, wallAt[at] as number);
    }
  }
}

function messageAt({ hashes, places, wallAt }: Columns, at: number): SentMessage {
  const place = places[at] as number;
  const messageId = place % ID_RANGE;
  return {
    messageId,
    hash: hashes[at] as number,
    offset: (place - messageId) / ID_RANGE,
    wallAt: wallAt[at] as number,
  };
}

const pack = ({ hashes, places, wallAt }: Columns): string => packNumbers([...hashes, ...places, ...wallAt]);

function unpack(packed = ''): Columns {
  const numbers = unpackNumbers(packed);
  const count = numbers.length / 3;
  return {
    hashes: numbers.slice(0, count),
    places: numbers.slice(count, 2 * count),
    wallAt: numbers.slice(2 * count),
  };
}

/** Sent messages as plain JSON. */
export interface SentMessagesSnapshot {
  readonly newer: string;
  readonly older: string;
  readonly onConnection: number;
  /** Absent where what was forgotten was not known. */
  readonly forgotten?: ForgottenMessagesSnapshot;
}
