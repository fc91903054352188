import type { Journalled, PresenceRecord } from '../model/journal-record.ts';
import type { Batch, MessageStep } from './batch.ts';
import { ByDevice, type ByDeviceSnapshot } from './by-device.ts';
import { KeyedMessages, type KeyedMessagesSnapshot } from './keyed-messages.ts';
import { measurementOf } from './measurement.ts';
import { isConfirmed, MessageMemory, type MessageMemorySnapshot } from './message-memory.ts';
import { payloadHash } from './payload-hash.ts';
import type { Verdict } from './redelivery.ts';
import { SequenceMemory, type SequenceMemorySnapshot } from './sequence-memory.ts';
import type { Stage } from './stage.ts';

interface Snapshot {
  readonly identities: ByDeviceSnapshot<MessageMemorySnapshot>;
  readonly sequences: ByDeviceSnapshot<SequenceMemorySnapshot>;
  /** Absent where ids were remembered by connection. */
  readonly keyed?: ByDeviceSnapshot<KeyedMessagesSnapshot>;
  /** Absent where it was not known. */
  readonly unknownUntil?: number | null;
}

const NO_BYTES = new Uint8Array();

/**
 * Deduplicate: a message that is shown to have been here before takes no effect again; one that may have been, which
 * cannot be shown, is kept and marked. (Single values: see reconcile.) What is remembered ends with its device.
 */
export function createDeduplicate(): Stage<Batch<MessageStep>, Batch<MessageStep>> {
  /** Wall time of the last record at which what a device had sent was forgotten; 0: none was, null: the next one. */
  let unknownUntil: number | null = 0;
  /** By the device whose connection brought a message. */
  const identities = new ByDevice((snapshot?: MessageMemorySnapshot) => new MessageMemory(snapshot, unknownUntil ?? 0));
  /** By the device that a message speaks for. */
  const sequences = new ByDevice((snapshot?: SequenceMemorySnapshot) => new SequenceMemory(snapshot));
  const keyed = new ByDevice((snapshot?: KeyedMessagesSnapshot) => new KeyedMessages(snapshot));

  function notePresence(record: Journalled<PresenceRecord>): void {
    const memory = record.isBridge ? identities.of(record.deviceId) : identities.get(record.deviceId);
    memory?.presence(record);
  }

  /**
   * Whatever shows a repeat shows it; a number of a sequence also shows that a message is none, however it was
   * delivered.
   */
  function judge({ record, message }: MessageStep): Verdict {
    if (record.kind !== 'publication') return 'new';
    const { deviceId, topic, payload, connection, wallAt } = record;
    // What could not be read stands among the rejected, each time that it comes; but it has used its packet id.
    if (message === null) return identities.get(deviceId)?.judge(record, payloadHash(topic, payload)) ?? 'new';
    const { messageKey, sequence: serial } = message.decoded;
    const hasName = messageKey !== null || serial !== null;
    if (!hasName && !record.retain && !isConfirmed(record)) return 'new';
    const hash = payloadHash(topic, payload);
    const delivered = identities.of(deviceId).judge(record, hash);
    if (delivered === 'repeat' || !hasName) return delivered;
    const { deviceId: sender } = message.facts;
    const measurement = measurementOf(message);
    if (serial !== null) return sequences.of(sender).judge(serial, hash, measurement, connection, wallAt);
    return keyed.of(sender).judge(payloadHash(messageKey ?? '', NO_BYTES), { hash, measurement });
  }

  function note(record: Journalled): void {
    if (record.kind === 'presence') notePresence(record);
    else if (record.kind === 'gap' && record.isStep !== true) {
      for (const memory of identities.values()) memory.interrupted(record);
      for (const memory of sequences.values()) memory.interrupted();
    } else if (record.kind === 'config' && record.change.type === 'device.remove') {
      identities.forget(record.change.deviceId);
      sequences.forget(record.change.deviceId);
      keyed.forget(record.change.deviceId);
      unknownUntil = record.wallAt;
    }
  }

  function deduplicateStep(step: MessageStep): MessageStep {
    const { record, tally, message } = step;
    unknownUntil ??= record.wallAt;
    if (record.kind !== 'publication') note(record);
    const verdict = judge(step);
    if (verdict === 'new' || message === null || tally === null) return step;
    if (verdict === 'repeat') {
      tally.outcome = 'duplicate';
      return { record, tally, message: null };
    }
    // Its number says nothing of what was lost before it.
    tally.sequence = null;
    return { record, tally, message: { ...message, isPossibleRepeat: true } };
  }

  return {
    name: 'deduplicate',
    run: (batch) => ({ ...batch, steps: batch.steps.map(deduplicateStep) }),
    snapshot: (): Snapshot => ({
      identities: identities.snapshot(),
      sequences: sequences.snapshot(),
      keyed: keyed.snapshot(),
      unknownUntil,
    }),
    restore(snapshot) {
      // Up to version 0.2.0 a list: what it remembered was not told apart by packet id, and is forgotten.
      const state: Snapshot = Array.isArray(snapshot) ? { identities: [], sequences: [] } : (snapshot as Snapshot);
      unknownUntil = state.unknownUntil ?? null;
      identities.restore(state.identities);
      sequences.restore(state.sequences);
      keyed.restore(state.keyed ?? []);
    },
  };
}
