import type { JournalRecord } from '../model/journal-record.ts';
import { GOOD } from '../model/quality.ts';
import type { Reading } from '../model/reading.ts';
import type { Batch, LocatedReading, SeriesFacts, ValueStep } from './batch.ts';
import { gatherFacts } from './facts.ts';
import { batchOf, SAMPLE_DEVICES, sampleRegistry, tick } from './sample-city.ts';
import { openTally } from './tally.ts';

const { view } = sampleRegistry();

/** The facts of one channel of the sample city, with changes to its channel model. Throws for an unknown one. */
export function factsOf(deviceId: string, channel: string, changes: Partial<SeriesFacts['channel']> = {}): SeriesFacts {
  const device = SAMPLE_DEVICES.find(({ id }) => id === deviceId);
  const facts = device && gatherFacts(view, device).series.get(channel);
  if (facts === undefined) throw new Error(`the sample city has no ${deviceId} with ${channel}`);
  return { ...facts, channel: { ...facts.channel, ...changes } };
}

/** A reading of the sample city. */
export function located(
  facts: SeriesFacts,
  observedAt: number,
  value: number,
  changes: Partial<Reading> = {},
): LocatedReading {
  const { deviceId, zoneId } = facts;
  const { channel, property } = facts.channel;
  const usual = {
    deviceId,
    channel,
    property,
    zoneId,
    observedAt,
    receivedAt: observedAt,
    value,
    quality: GOOD,
    offset: 0,
  };
  return { facts, reading: Object.freeze({ ...usual, ...changes }) };
}

/** An arrival: a message with its located readings, or any other record. */
export type Arrival = JournalRecord | { readonly receivedAt: number; readonly located: readonly LocatedReading[] };

/** Arrivals as the input of the stage order. */
export function arrivals(...list: readonly Arrival[]): Batch<ValueStep<LocatedReading>> {
  const { records, nextOffset } = batchOf(list.map((each) => ('kind' in each ? each : tick(each.receivedAt))));
  const steps = records.map((record, i) => {
    const arrival = list[i];
    if (arrival === undefined || 'kind' in arrival) return { record, tally: null, values: [] };
    const tally = openTally({ deviceId: 'rain-1', provider: 'acme', dialect: 'citynerve-json' }, 'decoded');
    return { record, tally, values: arrival.located };
  });
  return { nextOffset, steps, rejected: [], unmapped: [] };
}
