import type { Journalled, PresenceRecord, PublicationRecord } from '../model/journal-record.ts';
import { payloadHash } from './payload-hash.ts';
import { Ring, type RingSnapshot } from './ring.ts';
import { type PackedNumbers, packNumbers, SentHashes, type SentHashesSnapshot, unpackNumbers } from './sent-hashes.ts';

/** Message keys remembered per device. */
const REMEMBERED_KEYS = 256;

/** What is remembered of one device to recognise a message that comes a second time. */
export class MessageMemory {
  #keys: Ring;
  #connection: number | null;
  #sent: SentHashes;
  /** Of connections that broke; null once the device has moved on to something new. */
  #unconfirmed: Set<number> | null;

  constructor(snapshot?: MessageMemorySnapshot) {
    this.#keys = new Ring(REMEMBERED_KEYS, snapshot?.keys);
    this.#connection = snapshot?.connection ?? null;
    this.#sent = new SentHashes(snapshot?.sent);
    const unconfirmed = snapshot?.unconfirmed ?? null;
    this.#unconfirmed = unconfirmed === null ? null : new Set(unpackNumbers(unconfirmed));
  }

  /**
   * Whether this message has been seen, and remembers it. By the dialect's own id (a device that starts counting anew sends other bytes)
   * as long as that is remembered; and any message as the repeat of one that a broken connection left unconfirmed, however many
   * were in flight.
   */
  hasSeen(record: Journalled<PublicationRecord>, messageKey: string | null): boolean {
    const text = messageKey ?? `${record.messageId} ${record.topic}`;
    const hash = payloadHash(text, record.payload);
    if (this.#isResent(record, hash)) return true;
    if (messageKey === null) return false;
    if (this.#keys.find(hash) >= 0) return true;
    this.#keys.push(hash);
    return false;
  }

  /** A connection ended. After a clean one nothing is sent again. */
  ended({ connection, clean }: PresenceRecord): void {
    if (connection !== this.#connection) return;
    this.#break();
    if (clean) this.#unconfirmed = null;
  }

  /** The gateway was away: whatever it did not confirm may come again. */
  interrupted(): void {
    if (this.#connection !== null) this.#break();
  }

  snapshot(): MessageMemorySnapshot {
    return {
      keys: this.#keys.snapshot(),
      connection: this.#connection,
      sent: this.#sent.snapshot(),
      unconfirmed: this.#unconfirmed === null ? null : packNumbers(this.#unconfirmed),
    };
  }

  /** QoS 0 is never sent again and stands outside of this. */
  #isResent(record: Journalled<PublicationRecord>, hash: number): boolean {
    if (record.qos === 0) return false;
    // A new connection without a word about the end of the old one: it was taken over.
    if (this.#connection !== null && record.connection !== this.#connection) this.#break();
    this.#connection = record.connection;
    const isResent = this.#unconfirmed?.has(hash) === true;
    // Clients send again what is unconfirmed before anything new: the first new message ends the look back.
    if (!isResent) this.#unconfirmed = null;
    this.#sent.add(hash, record.wallAt);
    return isResent;
  }

  /** What an earlier break left is still to come when this connection, too, broke before anything new. */
  #break(): void {
    this.#unconfirmed = new Set([...(this.#unconfirmed ?? []), ...this.#sent]);
    this.#sent = new SentHashes();
    this.#connection = null;
  }
}

/** A message memory as plain JSON. */
export interface MessageMemorySnapshot {
  readonly keys: RingSnapshot;
  readonly connection: number | null;
  readonly sent: SentHashesSnapshot;
  readonly unconfirmed: PackedNumbers | null;
}
