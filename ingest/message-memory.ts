import type { GapRecord, Journalled, PresenceRecord, PublicationRecord } from '../model/journal-record.ts';
import { payloadHash } from './payload-hash.ts';
import { Redelivery, type RedeliverySnapshot, type Verdict } from './redelivery.ts';
import { RetainedMessages, type RetainedMessagesSnapshot } from './retained-messages.ts';
import { Ring, type RingSnapshot } from './ring.ts';
import type { SequenceMemory } from './sequence-memory.ts';
import type { Serial } from './serial-numbers.ts';

/** Ids of messages that are remembered of an identity. */
const REMEMBERED_KEYS = 256;

/** What is remembered of one MQTT identity to recognise a message that comes a second time. */
export class MessageMemory {
  readonly #redelivery: Redelivery;
  readonly #retained: RetainedMessages;
  readonly #keys: Ring;

  constructor(snapshot?: MessageMemorySnapshot) {
    this.#redelivery = new Redelivery(snapshot?.redelivery);
    this.#retained = new RetainedMessages(snapshot?.retained);
    this.#keys = new Ring(REMEMBERED_KEYS, snapshot?.keys);
  }

  /**
   * Judges a message, and remembers it. Whatever shows a repeat shows it; a number of a sequence also shows that a
   * message is none, however it was delivered. `sequence`: of the device that the message speaks for.
   */
  judge(
    record: Journalled<PublicationRecord>,
    messageKey: string | null,
    serial: Serial | null,
    sequence: SequenceMemory | null,
  ): Verdict {
    const isConfirmed = record.qos > 0 && record.messageId !== 0;
    if (!isConfirmed && messageKey === null && serial === null && !record.retain) return 'new';
    const { topic, payload, connection, wallAt } = record;
    const hash = payloadHash(topic, payload);
    const delivered = isConfirmed ? this.#redelivery.judge(record, hash) : 'new';
    const kept = record.retain ? this.#retained.judge(topic, hash, connection) : 'new';
    if (delivered === 'repeat' || kept === 'repeat') return 'repeat';
    if (serial !== null && sequence !== null) return sequence.judge(serial, hash, connection, wallAt);
    if (messageKey !== null) return this.#judgeKey(payloadHash(messageKey, payload));
    return delivered === 'possible' ? delivered : kept;
  }

  presence(record: Journalled<PresenceRecord>): void {
    if (record.present) this.#retained.begun(record.isBridge ?? false);
    else this.#redelivery.ended(record.connection, record.unacknowledged);
  }

  interrupted({ openFrom }: Journalled<GapRecord>): void {
    this.#redelivery.interrupted(openFrom);
    this.#retained.interrupted();
  }

  snapshot(): MessageMemorySnapshot {
    return {
      redelivery: this.#redelivery.snapshot(),
      retained: this.#retained.snapshot(),
      keys: this.#keys.snapshot(),
    };
  }

  #judgeKey(hash: number): Verdict {
    if (this.#keys.find(hash) >= 0) return 'repeat';
    this.#keys.push(hash);
    return 'new';
  }
}

/** A message memory as plain JSON. */
export interface MessageMemorySnapshot {
  readonly redelivery: RedeliverySnapshot;
  readonly retained: RetainedMessagesSnapshot;
  readonly keys: RingSnapshot;
}
