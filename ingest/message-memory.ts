import type { Journalled, PresenceRecord, PublicationRecord } from '../model/journal-record.ts';
import { payloadHash } from './payload-hash.ts';
import { Ring, type RingSnapshot } from './ring.ts';

/** Message keys remembered per device. */
const REMEMBERED_KEYS = 256;
/** Publications of a connection that may come again after it broke; a client rarely has more unconfirmed. */
const UNCONFIRMED = 64;

/** What is remembered of one device to recognise a message that comes a second time. */
export class MessageMemory {
  #keys: Ring;
  #connection: number | null;
  #sent: Ring;
  /** Of the connection before, when it broke; null once the device has moved on to something new. */
  #unconfirmed: Ring | null;

  constructor(snapshot?: MessageMemorySnapshot) {
    this.#keys = new Ring(REMEMBERED_KEYS, snapshot?.keys);
    this.#connection = snapshot?.connection ?? null;
    this.#sent = new Ring(UNCONFIRMED, snapshot?.sent);
    this.#unconfirmed = snapshot?.unconfirmed ? new Ring(UNCONFIRMED, snapshot.unconfirmed) : null;
  }

  /**
   * Whether this message has been seen, and remembers it. By the dialect's own id (a device that starts counting anew
   * sends other bytes); without one, and `isAnonymous` (no times either), only as the repeat of an unconfirmed message.
   */
  hasSeen(record: Journalled<PublicationRecord>, messageKey: string | null, isAnonymous: boolean): boolean {
    const isResent = this.#isResent(record);
    if (messageKey === null) return isAnonymous && isResent;
    const hash = payloadHash(messageKey, record.payload);
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
      unconfirmed: this.#unconfirmed?.snapshot() ?? null,
    };
  }

  /** QoS 0 is never sent again and stands outside of this. */
  #isResent(record: Journalled<PublicationRecord>): boolean {
    if (record.qos === 0) return false;
    // A new connection without a word about the end of the old one: it was taken over.
    if (this.#connection !== null && record.connection !== this.#connection) this.#break();
    this.#connection = record.connection;
    const hash = payloadHash(`${record.messageId} ${record.topic}`, record.payload);
    const isResent = this.#unconfirmed !== null && this.#unconfirmed.find(hash) >= 0;
    // Clients send again what is unconfirmed before anything new: the first new message ends the look back.
    if (!isResent) this.#unconfirmed = null;
    this.#sent.push(hash);
    return isResent;
  }

  #break(): void {
    this.#unconfirmed = this.#sent;
    this.#sent = new Ring(UNCONFIRMED);
    this.#connection = null;
  }
}

/** A message memory as plain JSON. */
export interface MessageMemorySnapshot {
  readonly keys: RingSnapshot;
  readonly connection: number | null;
  readonly sent: RingSnapshot;
  readonly unconfirmed: RingSnapshot | null;
}
