import { worsen } from '../model/quality.ts';
import type { Rejected, RejectReason } from '../model/rejected.ts';
import type { Batch, Candidate, ValueStep } from './batch.ts';
import { ChannelMemory, type ChannelMemorySnapshot, MOST_PUT_OFF_MILLIS, memoryOf010 } from './channel-memory.ts';
import { type Contact, Contacts, type ContactsSnapshot } from './contacts.ts';
import type { RingSnapshot } from './ring.ts';
import type { Stage } from './stage.ts';

const NO_INSTANT_LEFT = `without a time of their own a channel has 1,000 readings a second; this one is ${
  MOST_PUT_OFF_MILLIS / 1000
} s ahead already: send each with its time ("ts")`;

/** One entry for each channel, in the format of this version or of 0.1.0. */
type MemoriesSnapshot = readonly (
  | readonly [key: string, memory: ChannelMemorySnapshot]
  | readonly [key: string, newest: number, instants: RingSnapshot, values: RingSnapshot]
)[];

interface ReconcileSnapshot {
  readonly memories: MemoriesSnapshot;
  readonly contacts: ContactsSnapshot;
}

/**
 * Stage reconcile: ensures one value per device, channel and instant, within the memory of the channel. An equal value
 * is a duplicate; a different one is rejected as a conflict. A value older than the memory is accepted and marked
 * `unchecked`; the books of the store count whether its row existed. The stage follows normalise, so that values are
 * compared in the canonical unit and a rejected value does not occupy an instant. The memory of a channel is deleted
 * with its device.
 * A value without its own time gets the arrival, made unique within its channel; where the device had kept it back, or
 * another value has that millisecond, it is `time-approximate` and carries the earliest possible time.
 */
export function createReconcile(): Stage<Batch<ValueStep<Candidate>>, Batch<ValueStep<Candidate>>> {
  const memories = new Map<string, ChannelMemory>();
  const contacts = new Contacts();

  function memoryOf(key: string): ChannelMemory {
    let memory = memories.get(key);
    if (memory === undefined) {
      memory = new ChannelMemory();
      memories.set(key, memory);
    }
    return memory;
  }

  function forgetDevice(deviceId: string): void {
    for (const key of memories.keys()) if (key.startsWith(`${deviceId}\n`)) memories.delete(key);
    contacts.forget(deviceId);
  }

  /** The value with an instant of its own; null where there is none. */
  function arrive(candidate: Candidate, receivedAt: number, contact: Contact): Candidate | null {
    const { facts, value } = candidate;
    const place = memoryOf(facts.key).arrive(receivedAt, value);
    if (place === null) return null;
    const { instant: observedAt, isForgotten } = place;
    let { quality } = candidate;
    if (isForgotten) quality = worsen(quality, quality.level, 'unchecked');
    if (!contact.isKeptBack && observedAt === receivedAt) return isForgotten ? { ...candidate, quality } : candidate;
    quality = worsen(quality, quality.level, 'time-approximate');
    return { ...candidate, observedAt, observedFrom: contact.from, quality };
  }

  function reconcileStep(step: ValueStep<Candidate>, rejected: Rejected[]): ValueStep<Candidate> {
    const { record, tally } = step;
    if (record.kind === 'config' && record.change.type === 'device.remove') forgetDevice(record.change.deviceId);
    if (record.kind === 'gap') contacts.interrupt();
    const first = step.values[0];
    if (first === undefined || tally === null || record.kind !== 'publication') return step;
    const { deviceId, deviceIntervalSeconds } = first.facts;
    const contact = contacts.hear(deviceId, record.connection, record.receivedAt, deviceIntervalSeconds);
    const values: Candidate[] = [];
    let isUnchanged = true;
    const reject = (channel: string, reason: RejectReason, detail: string): void => {
      const { offset, topic, receivedAt } = record;
      isUnchanged = false;
      tally.rejected += 1;
      rejected.push({ offset, deviceId, topic, receivedAt, channel, reason, detail });
    };
    for (const candidate of step.values) {
      const { facts, observedAt, value } = candidate;
      if (!candidate.hasOwnTime) {
        const arrived = arrive(candidate, record.receivedAt, contact);
        if (arrived === null) reject(facts.channel.channel, 'too-many-readings', NO_INSTANT_LEFT);
        else values.push(arrived);
        if (arrived !== candidate) isUnchanged = false;
        continue;
      }
      const claimed = memoryOf(facts.key).claim(observedAt, value);
      if (claimed === 'free') {
        values.push(candidate);
        continue;
      }
      isUnchanged = false;
      if (claimed === 'forgotten') {
        const { quality } = candidate;
        values.push({ ...candidate, quality: worsen(quality, quality.level, 'unchecked') });
      } else if (claimed === value) {
        tally.duplicate += 1;
      } else {
        const detail = `${value} at ${observedAt}, where the value ${claimed} was accepted before`;
        reject(facts.channel.channel, 'conflicting-value', detail);
      }
    }
    return isUnchanged ? step : { record, tally, values };
  }

  return {
    name: 'reconcile',
    run(batch) {
      const rejected: Rejected[] = [];
      const steps = batch.steps.map((step) => reconcileStep(step, rejected));
      return { ...batch, steps, rejected: [...batch.rejected, ...rejected] };
    },
    snapshot: (): ReconcileSnapshot => ({
      memories: [...memories].map(([key, memory]) => [key, memory.snapshot()] as const),
      contacts: contacts.snapshot(),
    }),
    restore(snapshot) {
      // Up to version 0.2.0 the memories alone, and no device had been heard.
      const state = snapshot as ReconcileSnapshot | MemoriesSnapshot;
      const { memories: known, contacts: heard } = 'memories' in state ? state : { memories: state, contacts: [] };
      contacts.restore(heard);
      memories.clear();
      for (const entry of known) {
        const memory = entry.length === 2 ? new ChannelMemory(entry[1]) : memoryOf010(entry[1], entry[2], entry[3]);
        memories.set(entry[0], memory);
      }
    },
  };
}
