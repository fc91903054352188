import type { GapRecord, Journalled, PresenceRecord, PublicationRecord } from '../model/journal-record.ts';
import { Redelivery, type RedeliverySnapshot, type Verdict } from './redelivery.ts';
import { RetainedMessages, type RetainedMessagesSnapshot } from './retained-messages.ts';

/** What is remembered of one MQTT identity to recognise a message that is delivered a second time. */
export class MessageMemory {
  readonly #redelivery: Redelivery;
  readonly #retained: RetainedMessages;

  /** `unknownUntil`: wall time up to which the identity may have sent what is not remembered; 0: it sent nothing. */
  constructor(snapshot: MessageMemorySnapshot | undefined, unknownUntil: number) {
    this.#redelivery = new Redelivery(snapshot?.redelivery, unknownUntil);
    this.#retained = new RetainedMessages(snapshot?.retained);
  }

  /** What the delivery of a message says of it; remembers it. `hash`: of its topic and bytes. */
  judge(record: Journalled<PublicationRecord>, hash: number): Verdict {
    const { topic, connection, retain } = record;
    const delivered = isConfirmed(record) ? this.#redelivery.judge(record, hash) : 'new';
    const kept = retain ? this.#retained.judge(topic, hash, connection) : 'new';
    if (delivered === 'repeat' || kept === 'repeat') return 'repeat';
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
    };
  }
}

/** Whether a message is acknowledged, and may therefore be sent again. */
export const isConfirmed = ({ qos, messageId }: PublicationRecord): boolean => qos > 0 && messageId !== 0;

/** A message memory as plain JSON. */
export interface MessageMemorySnapshot {
  readonly redelivery: RedeliverySnapshot;
  readonly retained: RetainedMessagesSnapshot;
}
