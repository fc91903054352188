const BYTES = 2048;
const BITS_MASK = BYTES * 8 - 1;
/** Messages in one filter: eight bits each, and five set, so that one in fifty seems to be there and is not. */
const CAPACITY = 2048;
const PROBES = 5;
const HASH_RANGE = 4_294_967_296;

interface Filter {
  readonly bits: Uint8Array;
  count: number;
  /** Wall time of the newest message in it. */
  until: number;
}

/**
 * What an identity sent before that which `SentMessages` remembers: the last 2,048 to 4,096 messages of QoS 1 or 2, in
 * two Bloom filters of 2 KiB (Bloom, 1970). What is not in them was certainly not sent since then.
 */
export class ForgottenMessages {
  #newer: Filter | null = null;
  #older: Filter | null = null;
  /** Wall time up to which something may have been sent that nobody remembers; 0: nothing ever was. */
  #unknownUntil: number;

  constructor({ unknownUntil, filters }: ForgottenMessagesSnapshot) {
    this.#unknownUntil = unknownUntil;
    const [newer = null, older = null] = filters.map(unpack);
    this.#newer = newer;
    this.#older = older;
  }

  add(messageId: number, hash: number, wallAt: number): void {
    if (this.#newer === null || this.#newer.count === CAPACITY) {
      if (this.#older !== null) this.#unknownUntil = Math.max(this.#unknownUntil, this.#older.until);
      this.#older = this.#newer;
      this.#newer = { bits: new Uint8Array(BYTES), count: 0, until: 0 };
    }
    const filter = this.#newer;
    filter.count += 1;
    filter.until = Math.max(filter.until, wallAt);
    let bit = firstBit(messageId, hash);
    const step = stepOf(messageId, hash);
    for (let probe = 0; probe < PROBES; probe += 1, bit = (bit + step) & BITS_MASK) {
      filter.bits[bit >> 3] = (filter.bits[bit >> 3] as number) | (1 << (bit & 7));
    }
  }

  /** Whether the message may have been sent since then (wall time); false is certain. */
  mayHave(messageId: number, hash: number, since: number): boolean {
    if (this.#unknownUntil >= since) return true;
    return isIn(this.#newer, messageId, hash) || isIn(this.#older, messageId, hash);
  }

  snapshot(): ForgottenMessagesSnapshot {
    const filters = [this.#newer, this.#older].filter((filter) => filter !== null);
    return { unknownUntil: this.#unknownUntil, filters: filters.map(pack) };
  }
}

function isIn(filter: Filter | null, messageId: number, hash: number): boolean {
  if (filter === null) return false;
  let bit = firstBit(messageId, hash);
  const step = stepOf(messageId, hash);
  for (let probe = 0; probe < PROBES; probe += 1, bit = (bit + step) & BITS_MASK) {
    if (((filter.bits[bit >> 3] as number) & (1 << (bit & 7))) === 0) return false;
  }
  return true;
}

/** Two numbers make the bits (Kirsch and Mitzenmacher, 2006), each of the id and one half of the hash. */
const firstBit = (messageId: number, hash: number): number => mix(messageId, hash % HASH_RANGE) & BITS_MASK;
/** Odd, so that the bits of one message differ. */
const stepOf = (messageId: number, hash: number): number =>
  (mix(messageId + 1, Math.floor(hash / HASH_RANGE)) | 1) & BITS_MASK;

/** As in MurmurHash3. */
function mix(one: number, other: number): number {
  let mixed = Math.imul(one, 0x9e3779b1) ^ other;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}

const pack = ({ bits, count, until }: Filter) => [Buffer.from(bits).toString('base64'), count, until] as const;
const unpack = ([bits, count, until]: ReturnType<typeof pack>): Filter => ({
  bits: Uint8Array.from(Buffer.from(bits, 'base64')),
  count,
  until,
});

/** Forgotten messages as plain JSON. */
export interface ForgottenMessagesSnapshot {
  readonly unknownUntil: number;
  /** The newer one first. */
  readonly filters: readonly (readonly [bits: string, count: number, until: number])[];
}
