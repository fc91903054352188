import { worsen } from '../model/quality.ts';
import type { Rejected } from '../model/rejected.ts';
import type { Batch, Candidate, ValueStep } from './batch.ts';
import { ChannelMemory, type ChannelMemorySnapshot, memoryOf010 } from './channel-memory.ts';
import type { RingSnapshot } from './ring.ts';
import type { Stage } from './stage.ts';

/** One entry for each channel, in the format of this version or of 0.1.0. */
type ReconcileSnapshot = readonly (
  | readonly [key: string, memory: ChannelMemorySnapshot]
  | readonly [key: string, newest: number, instants: RingSnapshot, values: RingSnapshot]
)[];

/**
 * Stage reconcile: ensures one value per device, channel and instant, within the memory of the channel. An equal value
 * is a duplicate; a different one is rejected as a conflict. A value older than the memory is accepted and marked
 * `unchecked`; the books of the store count whether its row existed. The stage follows normalise, so that values are
 * compared in the canonical unit and a rejected value does not occupy an instant. The memory of a channel is deleted
 * with its device.
 */
export function createReconcile(): Stage<Batch<ValueStep<Candidate>>, Batch<ValueStep<Candidate>>> {
  const memories = new Map<string, ChannelMemory>();

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
  }

  function reconcileStep(step: ValueStep<Candidate>, rejected: Rejected[]): ValueStep<Candidate> {
    const { record, tally } = step;
    if (record.kind === 'config' && record.change.type === 'device.remove') forgetDevice(record.change.deviceId);
    if (step.values.length === 0 || tally === null || record.kind !== 'publication') return step;
    const values: Candidate[] = [];
    let isUnchanged = true;
    for (const candidate of step.values) {
      const { facts, observedAt, value } = candidate;
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
        const { offset, topic, receivedAt } = record;
        const { deviceId } = facts;
        const { channel } = facts.channel;
        const detail = `${value} at ${observedAt}, where the value ${claimed} was accepted before`;
        tally.rejected += 1;
        rejected.push({ offset, deviceId, topic, receivedAt, channel, reason: 'conflicting-value', detail });
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
    snapshot: (): ReconcileSnapshot => [...memories].map(([key, memory]) => [key, memory.snapshot()] as const),
    restore(snapshot) {
      memories.clear();
      for (const entry of snapshot as ReconcileSnapshot) {
        const memory = entry.length === 2 ? new ChannelMemory(entry[1]) : memoryOf010(entry[1], entry[2], entry[3]);
        memories.set(entry[0], memory);
      }
    },
  };
}
