import type { ChannelModel } from '../model/device.ts';
import { worsen } from '../model/quality.ts';
import type { Batch, Candidate, ValueStep } from './batch.ts';
import { CounterMemory, type CounterMemorySnapshot } from './counter-memory.ts';
import type { Stage } from './stage.ts';

type CountersSnapshot = readonly (readonly [key: string, memory: CounterMemorySnapshot])[];

/**
 * Stage counters: turns the running totals of channels that are counters into amounts in the interval. It follows
 * reconcile, so that a repeat of a total has no amount of its own, and comes before assess, because the range of such a
 * channel is one of amounts. A total older than the memory has the amount 0 and is marked `unchecked`; an amount that
 * was perhaps counted before is a `possible-repeat`. The memory of a counter is deleted with its device.
 */
export function createCounters(): Stage<Batch<ValueStep<Candidate>>, Batch<ValueStep<Candidate>>> {
  const memories = new Map<string, CounterMemory>();

  function amountOf(candidate: Candidate): Candidate {
    const { facts, observedAt, observedFrom, value, quality } = candidate;
    // No total is negative: such a value stays as it is, out of range, and nothing is counted from it.
    if (facts.channel.counter !== true || value < 0) return candidate;
    let memory = memories.get(facts.key);
    if (memory === undefined) {
      memory = new CounterMemory();
      memories.set(facts.key, memory);
    }
    // Without a time of its own a repeat comes behind newer totals, and would look like a reset.
    if (quality.reasons.includes('possible-repeat') && memory.has(value)) return { ...candidate, value: 0 };
    const total =
      observedFrom === undefined ? ([observedAt, value] as const) : ([observedAt, value, observedFrom] as const);
    const added = memory.add(total, mostCounted(facts.channel));
    if (added === null) return { ...candidate, value: 0, quality: worsen(quality, quality.level, 'unchecked') };
    const { amount, isDoubtful } = added;
    if (!isDoubtful) return { ...candidate, value: amount };
    return { ...candidate, value: amount, quality: worsen(quality, quality.level, 'possible-repeat') };
  }

  function countStep(step: ValueStep<Candidate>): ValueStep<Candidate> {
    const { record, tally, values } = step;
    if (record.kind === 'config' && record.change.type === 'device.remove') {
      const ofDevice = `${record.change.deviceId}\n`;
      for (const key of memories.keys()) if (key.startsWith(ofDevice)) memories.delete(key);
    }
    // The usual case.
    if (values.every(({ facts }) => facts.channel.counter !== true)) return step;
    return { record, tally, values: inOrderOfTime(values).map(amountOf) };
  }

  return {
    name: 'counters',
    run: (batch) => ({ ...batch, steps: batch.steps.map(countStep) }),
    snapshot: (): CountersSnapshot => [...memories].map(([key, memory]) => [key, memory.snapshot()] as const),
    restore(snapshot) {
      memories.clear();
      // Absent in checkpoints before there were counters.
      for (const [key, memory] of (snapshot ?? []) as CountersSnapshot) memories.set(key, new CounterMemory(memory));
    },
  };
}

/** What a counter can count in so many milliseconds; of less than a minute what it can in one. */
function mostCounted({ maxChangePerMinute, range, expectedIntervalSeconds }: ChannelModel): (millis: number) => number {
  const perMinute = maxChangePerMinute ?? (range[1] * 60) / expectedIntervalSeconds;
  return (millis) => perMinute * Math.max(millis / 60_000, 1);
}

/** The values of one message by time: of a backlog in any order, each total then follows the one before it. */
function inOrderOfTime(values: readonly Candidate[]): readonly Candidate[] {
  return values.toSorted((a, b) => a.observedAt - b.observedAt);
}
