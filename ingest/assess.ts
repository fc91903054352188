import { type Quality, worsen } from '../model/quality.ts';
import type { Batch, Candidate, ValueStep } from './batch.ts';
import { ClockSkew, type ClockSkewSnapshot } from './clock-skew.ts';
import type { Stage } from './stage.ts';

/**
 * Stage assess: checks each value on arrival, by its range and by the clock skew of its device. Checks that need
 * earlier readings of the channel are made in event time, by the stage history.
 */
export function createAssess(): Stage<Batch<ValueStep<Candidate>>, Batch<ValueStep<Candidate>>> {
  const clocks = new Map<string, ClockSkew>();

  function clockOf(deviceId: string): ClockSkew {
    let clock = clocks.get(deviceId);
    if (clock === undefined) {
      clock = new ClockSkew();
      clocks.set(deviceId, clock);
    }
    return clock;
  }

  function assessStep(step: ValueStep<Candidate>): ValueStep<Candidate> {
    const first = step.values[0];
    if (first === undefined) return step;
    const clock = clockOf(first.facts.deviceId);
    const newest = newestOwnTime(step.values);
    // While city time is not known, the difference says nothing about the device.
    const isMeasured = !first.quality.reasons.includes('clock-held');
    if (newest !== null && isMeasured)
      clock.addSample(newest, step.record.receivedAt, first.facts.deviceIntervalSeconds);
    const isOff = clock.isOff();
    if (!isOff && step.values.every(isInRange)) return step;
    const values = step.values.map((candidate) => ({ ...candidate, quality: judge(candidate, isOff) }));
    return { record: step.record, tally: step.tally, values };
  }

  return {
    name: 'assess',
    run: (batch) => ({ ...batch, steps: batch.steps.map(assessStep) }),
    snapshot: () => [...clocks].map(([deviceId, clock]) => [deviceId, clock.snapshot()]),
    restore(snapshot) {
      clocks.clear();
      for (const [deviceId, clock] of snapshot as [string, ClockSkewSnapshot][])
        clocks.set(deviceId, new ClockSkew(clock));
    },
  };
}

function judge(candidate: Candidate, isClockOff: boolean): Quality {
  const { quality } = candidate;
  const ranged = isInRange(candidate) ? quality : worsen(quality, 'bad', 'out-of-range');
  return isClockOff && candidate.hasOwnTime ? worsen(ranged, 'suspect', 'clock-skew') : ranged;
}

function isInRange({ value, facts }: Candidate): boolean {
  const { range, noiseFloor = range[0] } = facts.channel;
  return value >= noiseFloor && value <= range[1];
}

function newestOwnTime(candidates: readonly Candidate[]): number | null {
  let newest: number | null = null;
  for (const { hasOwnTime, observedAt } of candidates) {
    if (hasOwnTime && (newest === null || observedAt > newest)) newest = observedAt;
  }
  return newest;
}
