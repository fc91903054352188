import { worsen } from '../model/quality.ts';
import type { Rejected } from '../model/rejected.ts';
import type { Batch, Candidate, ValueStep } from './batch.ts';
import { ChannelMemory, type ChannelMemorySnapshot, memoryOf010 } from './channel-memory.ts';
import type { RingSnapshot } from './ring.ts';
import type { Stage } from './stage.ts';

/** One entry for each channel: as this version writes it, or as 0.1.0 did. */
type ReconcileSnapshot = readonly (
  | readonly [key: string, memory: ChannelMemorySnapshot]
  | readonly [key: string, newest: number, instants: RingSnapshot, values: RingSnapshot]
)[];

/**
 * Reconcile: one value per device, channel and instant, within the memory of the channel. The same value again is a duplicate; of two
 * different ones the first stays and the second is a recorded conflict. What lies further back than the memory reaches is accepted, marked
 * `unchecked`, and a store says what stood there. It stands behind normalise, so that 100 cm and 1 m agree and a rejected value claims no
 * instant. The memory of a channel ends with its device.
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
    let isSame = true;
    for (const candidate of step.values) {
      const { facts, observedAt, value } = candidate;
      const standing = memoryOf(facts.key).claim(observedAt, value);
      if (standing === 'free') {
        values.push(candidate);
        continue;
      }
      isSame = false;
      if (standing === 'forgotten') {
        const { quality } = candidate;
        values.push({ ...candidate, quality: worsen(quality, quality.level, 'unchecked') });
      } else if (standing === value) {
        tally.duplicate += 1;
      } else {
        const { offset, topic, receivedAt } = record;
        const { deviceId } = facts;
        const { channel } = facts.channel;
        const detail = `${value} at ${observedAt}, where ${standing} stands already`;
        tally.rejected += 1;
        rejected.push({ offset, deviceId, topic, receivedAt, channel, reason: 'conflicting-value', detail });
      }
    }
    return isSame ? step : { record, tally, values };
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
