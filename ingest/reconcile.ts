import type { Rejected } from '../model/rejected.ts';
import type { Batch, Candidate, ValueStep } from './batch.ts';
import { Ring, type RingSnapshot } from './ring.ts';
import type { Stage } from './stage.ts';

/** Instants remembered per channel. */
const REMEMBERED_INSTANTS = 512;

/** The newest instants of one channel with the value that came first for each. */
interface ChannelMemory {
  newest: number;
  readonly instants: Ring;
  readonly values: Ring;
}

/**
 * Reconcile: one value per device, channel and instant. The same value again is a duplicate; of two different ones
 * the first stays and the second is a recorded conflict. It stands behind normalise, so that 100 cm and 1 m agree
 * and a value that was set aside claims no instant.
 */
export function createReconcile(): Stage<Batch<ValueStep<Candidate>>, Batch<ValueStep<Candidate>>> {
  const memories = new Map<string, ChannelMemory>();

  /** Value that already stands at this instant; undefined: it is free, and now taken. */
  function claim({ facts, observedAt, value }: Candidate): number | undefined {
    let memory = memories.get(facts.key);
    if (memory === undefined) {
      memory = { newest: -Infinity, instants: new Ring(REMEMBERED_INSTANTS), values: new Ring(REMEMBERED_INSTANTS) };
      memories.set(facts.key, memory);
    }
    // Most readings come in order: then there is nothing to look for.
    if (observedAt <= memory.newest) {
      const slot = memory.instants.find(observedAt);
      if (slot >= 0) return memory.values.at(slot);
    } else {
      memory.newest = observedAt;
    }
    memory.instants.push(observedAt);
    memory.values.push(value);
    return undefined;
  }

  function reconcileStep(step: ValueStep<Candidate>, rejected: Rejected[]): ValueStep<Candidate> {
    const { record, tally } = step;
    if (step.values.length === 0 || tally === null || record.kind !== 'publication') return step;
    const values: Candidate[] = [];
    for (const candidate of step.values) {
      const standing = claim(candidate);
      if (standing === undefined) {
        values.push(candidate);
      } else if (standing === candidate.value) {
        tally.duplicate += 1;
      } else {
        const { offset, topic, receivedAt } = record;
        const { deviceId } = candidate.facts;
        const { channel } = candidate.facts.channel;
        const detail = `${candidate.value} at ${candidate.observedAt}, where ${standing} stands already`;
        tally.rejected += 1;
        rejected.push({ offset, deviceId, topic, receivedAt, channel, reason: 'conflicting-value', detail });
      }
    }
    return values.length === step.values.length ? step : { record, tally, values };
  }

  return {
    name: 'reconcile',
    run(batch) {
      const rejected: Rejected[] = [];
      const steps = batch.steps.map((step) => reconcileStep(step, rejected));
      return { ...batch, steps, rejected: [...batch.rejected, ...rejected] };
    },
    snapshot: () =>
      [...memories].map(([key, { newest, instants, values }]) => [key, newest, instants.snapshot(), values.snapshot()]),
    restore(snapshot) {
      memories.clear();
      for (const [key, newest, instants, values] of snapshot as [string, number, RingSnapshot, RingSnapshot][]) {
        const rings = {
          instants: new Ring(REMEMBERED_INSTANTS, instants),
          values: new Ring(REMEMBERED_INSTANTS, values),
        };
        memories.set(key, { newest, ...rings });
      }
    },
  };
}
