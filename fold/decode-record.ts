import { DIALECTS } from '../devices/dialects/dialects.ts';
import { createMappedRegistry, type Mapping } from '../devices/mapping.ts';
import { createDecode, type DecodeStage, type FoldedRegistry } from '../ingest/decode.ts';
import { createNormalise } from '../ingest/normalise.ts';
import type { Amendment } from '../model/amendment.ts';
import { Bulkhead } from '../model/bulkhead.ts';
import type { Dialect } from '../model/dialect.ts';
import type { JournalReader } from '../model/journal.ts';
import type { Journalled } from '../model/journal-record.ts';
import type { Reading } from '../model/reading.ts';
import { registryAt } from './city-fold.ts';
import { readRecord } from './read-record.ts';
import { createShiftClock } from './shift-clock.ts';

type DecodedReading = Pick<Reading, 'deviceId' | 'channel' | 'observedAt' | 'value'>;
type Decode = (record: Journalled) => Promise<readonly DecodedReading[] | null>;

/**
 * Decodes single records as the pipeline does, with the configuration at `offset`, the mapping of a generation, and
 * amendments. For a stateful dialect the journal is read up to the record; null: retention has deleted a part of it.
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
  const replay = createReplay(reader, amendments, () => begin(createMappedRegistry(mapping)));
  return async (record) => {
    const dialect = record.kind === 'publication' ? registry.view.devices.get(record.deviceId)?.dialect : undefined;
    if (dialect === undefined || !stateful.has(dialect)) {
      return readingsOf(begin(registry), await amended(record, reader, amendments));
    }
    return (await reader.firstOffset()) > 0 ? null : replay(record);
  };
}

/**
 * A record with the clock amendments applied; only the records before each begin and end of a shift are needed for
 * that.
 */
async function amended(
  record: Journalled,
  reader: JournalReader,
  amendments: readonly Amendment[],
): Promise<Journalled> {
  const clock = createShiftClock(amendments);
  for (const edge of clock.edges.filter((each) => each > 0 && each <= record.offset)) {
    const last = await readRecord(reader, edge - 1);
    if (last !== null) clock.shift(last);
  }
  return clock.shift(record);
}

/** Decodes a record after all records before it; continues from the last call where possible. */
function createReplay(reader: JournalReader, amendments: readonly Amendment[], begin: () => DecodeStage) {
  let stage = begin();
  let clock = createShiftClock(amendments);
  let nextOffset = 0;
  return async (record: Journalled): Promise<readonly DecodedReading[]> => {
    if (record.offset < nextOffset) {
      stage = begin();
      clock = createShiftClock(amendments);
      nextOffset = 0;
    }
    for await (const batch of reader.read({ from: nextOffset, until: record.offset })) {
      stage.run({ ...batch, records: batch.records.map(clock.shift) });
    }
    nextOffset = record.offset + 1;
    return readingsOf(stage, clock.shift(record));
  };
}

function readingsOf(stage: DecodeStage, record: Journalled): readonly DecodedReading[] {
  return createNormalise()
    .run(stage.run({ records: [record], nextOffset: record.offset + 1 }))
    .steps.flatMap(({ values }) => values)
    .map(({ facts, observedAt, value }) => ({
      deviceId: facts.deviceId,
      channel: facts.channel.channel,
      observedAt,
      value,
    }));
}
