import type { Journalled } from '../model/journal-record.ts';
import type { Reading } from '../model/reading.ts';
import type { Batch, Candidate, LocatedReading, ValueStep } from './batch.ts';
import type { Stage } from './stage.ts';

/** Stage locate: makes readings of values, with the zone of the device at the arrival of the message. */
export function createLocate(): Stage<Batch<ValueStep<Candidate>>, Batch<ValueStep<LocatedReading>>> {
  return {
    name: 'locate',
    run: (batch) => ({ ...batch, steps: batch.steps.map(locateStep) }),
    snapshot: () => null,
    restore: () => undefined,
  };
}

function locateStep({ record, tally, values }: ValueStep<Candidate>): ValueStep<LocatedReading> {
  const located = values.map((candidate) => ({ facts: candidate.facts, reading: toReading(candidate, record) }));
  return { record, tally, values: located };
}

function toReading(candidate: Candidate, { receivedAt, offset }: Journalled): Reading {
  const { facts, observedAt, observedFrom, value, quality } = candidate;
  const { deviceId, zoneId, channel: model } = facts;
  const { channel, property } = model;
  if (observedFrom === undefined) {
    return Object.freeze({ deviceId, channel, property, zoneId, observedAt, receivedAt, value, quality, offset });
  }
  const times = { observedAt, observedFrom, receivedAt };
  return Object.freeze({ deviceId, channel, property, zoneId, ...times, value, quality, offset });
}
