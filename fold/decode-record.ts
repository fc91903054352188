import { DIALECTS } from '../devices/dialects/dialects.ts';
import { createMappedRegistry, type Mapping } from '../devices/mapping.ts';
import type { Batch, Candidate, ValueStep } from '../ingest/batch.ts';
import { MOST_PUT_OFF_MILLIS } from '../ingest/channel-memory.ts';
import { createCounters } from '../ingest/counters.ts';
import { createDecode, type DecodeStage, type FoldedRegistry } from '../ingest/decode.ts';
import { createDeduplicate } from '../ingest/deduplicate.ts';
import { createNormalise } from '../ingest/normalise.ts';
import { createReconcile } from '../ingest/reconcile.ts';
import type { Amendment } from '../model/amendment.ts';
import { Bulkhead } from '../model/bulkhead.ts';
import type { Dialect } from '../model/dialect.ts';
import type { JournalReader } from '../model/journal.ts';
import type { JournalBatch, Journalled } from '../model/journal-record.ts';
import type { Reading } from '../model/reading.ts';
import { amendedRecord } from './amended-record.ts';
import { registryAt } from './city-fold.ts';
import { createShiftClock } from './shift-clock.ts';

/** `observedUntil`: a reading without a time of its own has one between its arrival and there. */
type DecodedReading = Pick<Reading, 'deviceId' | 'channel' | 'observedAt' | 'value'> & {
  readonly observedUntil: number;
};
type Readings = (batch: JournalBatch) => readonly DecodedReading[];
type Decode = (record: Journalled) => Promise<readonly DecodedReading[] | null>;

/**
 * Decodes single records as the pipeline does, with the configuration at `offset`, the mapping of a generation, and
 * amendments. For a stateful dialect, and for a running counter, whose amount depends on the total before, the journal
 * is read up to the record; null: retention has deleted a part of it.
 * Most efficient in ascending order of offsets.
 */
export async function decodeRecord(options: {
  readonly reader: JournalReader;
  readonly offset: number;
  readonly mapping: Mapping | null;
  readonly amendments: readonly Amendment[];
  readonly dialects?: readonly Dialect[];
}): Promise<Decode> {
  const { reader, offset, mapping, amendments, dialects = DIALECTS } = options;
  const registry = await registryAt(reader, offset, mapping);
  const stateful = new Set(dialects.filter(({ stateOf }) => stateOf !== 'nobody').map(({ name }) => name));
  const begin = (of: FoldedRegistry) => createDecode(of, dialects, new Bulkhead({ kind: 'dialect', amendments }));
  const fromStart = () => begin(createMappedRegistry(mapping));
  const decoded = createReplay(reader, amendments, () => untilNormalise(fromStart()));
  const counted = createReplay(reader, amendments, () => untilCounters(fromStart()));
  return async (record) => {
    const device = record.kind === 'publication' ? registry.view.devices.get(record.deviceId) : undefined;
    const channels = registry.view.models.get(device?.model ?? '')?.channels ?? [];
    const hasCounter = channels.some(({ counter }) => counter === true);
    if (device === undefined || !(hasCounter || stateful.has(device.dialect))) {
      const records = [await amendedRecord(record, reader, amendments)];
      return untilNormalise(begin(registry))({ records, nextOffset: record.offset + 1 });
    }
    if ((await reader.firstOffset()) > 0) return null;
    return hasCounter ? counted(record) : decoded(record);
  };
}

/**
 * A value that the fold has accepted is not rejected here for its time: whether the clock was held is not looked up.
 */
const ANY_TIME = { since: 0, offset: 0, aheadMillis: 0, isTimeKnown: false, isAccepted: false } as const;

/** The first stages of the pipeline; without a counter, a reading has its value when it is normalised. */
function untilNormalise(decode: DecodeStage): Readings {
  const normalise = createNormalise(ANY_TIME);
  return (batch) => readingsOf(normalise.run(decode.run(batch)));
}

function untilCounters(decode: DecodeStage): Readings {
  const [deduplicate, normalise] = [createDeduplicate(), createNormalise()];
  const [reconcile, counters] = [createReconcile(), createCounters()];
  return (batch) => readingsOf(counters.run(reconcile.run(normalise.run(deduplicate.run(decode.run(batch))))));
}

const readingsOf = ({ steps }: Batch<ValueStep<Candidate>>): readonly DecodedReading[] =>
  steps
    .flatMap(({ values }) => values)
    .map(({ facts, observedAt, hasOwnTime, value }) => ({
      deviceId: facts.deviceId,
      channel: facts.channel.channel,
      observedAt,
      observedUntil: hasOwnTime ? observedAt : observedAt + MOST_PUT_OFF_MILLIS,
      value,
    }));

/** Decodes a record after all records before it; continues from the last call where possible. */
function createReplay(reader: JournalReader, amendments: readonly Amendment[], begin: () => Readings) {
  let readings = begin();
  let clock = createShiftClock(amendments);
  let nextOffset = 0;
  return async (record: Journalled): Promise<readonly DecodedReading[]> => {
    if (record.offset < nextOffset) {
      readings = begin();
      clock = createShiftClock(amendments);
      nextOffset = 0;
    }
    for await (const batch of reader.read({ from: nextOffset, until: record.offset })) {
      readings({ ...batch, records: batch.records.map(clock.shift) });
    }
    nextOffset = record.offset + 1;
    return readings({ records: [clock.shift(record)], nextOffset });
  };
}
