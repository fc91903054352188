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
  const located = values.map(({ facts, observedAt, value, quality }) => ({
    facts,
    reading: Object.freeze({
      deviceId: facts.deviceId,
      channel: facts.channel.channel,
      property: facts.channel.property,
      zoneId: facts.zoneId,
      observedAt,
      receivedAt: record.receivedAt,
      value,
      quality,
      offset: record.offset,
    }),
  }));
  return { record, tally, values: located };
}
