import type { Journalled, PresenceRecord, PublicationRecord } from '../model/journal-record.ts';
import { payloadHash } from './payload-hash.ts';
import { Ring, type RingSnapshot } from './ring.ts';
import { type PackedNumbers, packNumbers, SentHashes, type SentHashesSnapshot, unpackNumbers } from './sent-hashes.ts';

/** Number of message keys that are remembered per device. */
const REMEMBERED_KEYS = 256;

/** Recognises messages of one device that are received a second time. */
export class DuplicateFilter {
  #keys: Ring;
  #connection: number | null;
  #sent: SentHashes;
  /**
   * Hashes of messages on broken connections that may be unacknowledged; null once the device has sent a new message.
   */
  #unacknowledged: Set<number> | null;

  constructor(snapshot?: DuplicateFilterSnapshot) {
    this.#keys = new Ring(REMEMBERED_KEYS, snapshot?.keys);
    this.#connection = snapshot?.connection ?? null;
    this.#sent = new SentHashes(snapshot?.sent);
    const unconfirmed = snapshot?.unconfirmed ?? null;
    this.#unacknowledged = unconfirmed === null ? null : new Set(unpackNumbers(unconfirmed));
  }

  /**
   * Whether this message was received before; remembers it otherwise. A message with an id of its dialect is compared
   * by id and bytes (a device that restarts its counter sends other bytes), with the last 256 messages. Any message
   * with QoS 1 or 2 is compared with those of a broken connection that may not have been acknowledged.
   */
  isDuplicate(record: Journalled<PublicationRecord>, messageKey: string | null): boolean {
    const text = messageKey ?? `${record.messageId} ${record.topic}`;
    const hash = payloadHash(text, record.payload);
    if (this.#isResent(record, hash)) return true;
    if (messageKey === null) return false;
    if (this.#keys.find(hash) >= 0) return true;
    this.#keys.push(hash);
    return false;
  }

  /** A connection ended. After a clean disconnect the device does not resend. */
  disconnected({ connection, clean }: PresenceRecord): void {
    if (connection !== this.#connection) return;
    this.#break();
    if (clean) this.#unacknowledged = null;
  }

  /** The gateway was restarted: what it did not acknowledge may be sent again. */
  interrupted(): void {
    if (this.#connection !== null) this.#break();
  }

  snapshot(): DuplicateFilterSnapshot {
    return {
      keys: this.#keys.snapshot(),
      connection: this.#connection,
      sent: this.#sent.snapshot(),
      unconfirmed: this.#unacknowledged === null ? null : packNumbers(this.#unacknowledged),
    };
  }

  /**
   * Whether the message is a redelivery of an unacknowledged one. QoS 0 messages are never redelivered (MQTT 3.1.1,
   * 4.3).
   */
  #isResent(record: Journalled<PublicationRecord>, hash: number): boolean {
    if (record.qos === 0) return false;
    // A new connection without a record of the end of the old one: a takeover (MQTT 3.1.1, 3.1.4).
    if (this.#connection !== null && record.connection !== this.#connection) this.#break();
    this.#connection = record.connection;
    const isResent = this.#unacknowledged?.has(hash) === true;
    // Clients redeliver unacknowledged messages before new ones (MQTT 3.1.1, 4.4): the first new message ends this.
    if (!isResent) this.#unacknowledged = null;
    this.#sent.add(hash, record.wallAt);
    return isResent;
  }

  /** Messages of an earlier broken connection remain expected if this one, too, broke before a new message. */
  #break(): void {
    this.#unacknowledged = new Set([...(this.#unacknowledged ?? []), ...this.#sent]);
    this.#sent = new SentHashes();
    this.#connection = null;
  }
}

/** The state of the filter as plain JSON. */
export interface DuplicateFilterSnapshot {
  readonly keys: RingSnapshot;
  readonly connection: number | null;
  readonly sent: SentHashesSnapshot;
  readonly unconfirmed: PackedNumbers | null;
}
