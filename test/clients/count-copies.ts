import type { Journalled, JournalRecord } from '../../model/journal-record.ts';

/** What the journal says of a device's deliveries. */
export interface Copies {
  readonly journalled: number;
  /** Deliveries with DUP = 0 of what came before on another connection, and whose PUBACK was written there. */
  readonly unshowable: number;
}

/**
 * Counts the copies of each device's messages, by nothing but the records themselves: same packet id and bytes as the
 * last message with that id. A client numbers its messages, so until the ids come round that is the same message.
 */
export class CopyCounter {
  readonly #devices = new Map<string, { journalled: number; unshowable: number; last: Map<number, Delivery> }>();
  /** Connection → packet ids without a written PUBACK, of those that have ended. */
  readonly #open = new Map<number, ReadonlySet<number>>();

  take(record: Journalled<JournalRecord>): void {
    if (record.kind === 'presence' && !record.present) {
      this.#open.set(record.connection, new Set(record.unacknowledged));
    }
    if (record.kind !== 'publication') return;
    const { deviceId, messageId, connection, dup } = record;
    const device = this.#devices.get(deviceId) ?? { journalled: 0, unshowable: 0, last: new Map() };
    this.#devices.set(deviceId, device);
    const text = new TextDecoder().decode(record.payload);
    const last = device.last.get(messageId);
    device.journalled += 1;
    const isCopy = last?.text === text && last.connection !== connection;
    if (isCopy && !dup && this.#open.get(last.connection)?.has(messageId) === false) device.unshowable += 1;
    device.last.set(messageId, { text, connection });
  }

  of(deviceId: string): Copies {
    return this.#devices.get(deviceId) ?? { journalled: 0, unshowable: 0 };
  }
}

interface Delivery {
  readonly text: string;
  readonly connection: number;
}
