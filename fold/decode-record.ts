import { DIALECTS } from '../devices/dialects/dialects.ts';
import { createMappedRegistry, type Mapping } from '../devices/mapping.ts';
import { createDecode } from '../ingest/decode.ts';
import { createNormalise } from '../ingest/normalise.ts';
import type { Dialect } from '../model/dialect.ts';
import type { JournalReader } from '../model/journal.ts';
import type { Journalled } from '../model/journal-record.ts';
import type { Reading } from '../model/reading.ts';
import { registryAt } from './city-fold.ts';

type DecodedReading = Pick<Reading, 'deviceId' | 'channel' | 'observedAt' | 'value'>;
type Decode = (record: Journalled) => Promise<readonly DecodedReading[] | null>;

/**
 * Decodes single records as the pipeline does, under the configuration that held at `offset` and a generation's mapping. Where the dialect
 * remembers earlier messages the journal is read up to the record for them; null when retention has cut some. Quickest in order of offsets.
 */
export async function decodeRecord(
  reader: JournalReader,
  offset: number,
  mapping: Mapping | null,
  dialects: readonly Dialect[] = DIALECTS,
): Promise<Decode> {
  const registry = await registryAt(reader, offset, mapping);
  const remembering = new Set(dialects.filter(({ stateOf }) => stateOf !== 'nobody').map(({ name }) => name));
  const replay = createReplay(reader, mapping, dialects);
  return async (record) => {
    const dialect = record.kind === 'publication' ? registry.view.devices.get(record.deviceId)?.dialect : undefined;
    if (dialect === undefined || !remembering.has(dialect)) return readingsOf(createDecode(registry, dialects), record);
    return (await reader.firstOffset()) > 0 ? null : replay(record);
  };
}

/** Decodes a record with everything before it; goes on from the last one where it can. */
function createReplay(reader: JournalReader, mapping: Mapping | null, dialects: readonly Dialect[]) {
  const begin = () => createDecode(createMappedRegistry(mapping), dialects);
  let stage = begin();
  let nextOffset = 0;
  return async (record: Journalled): Promise<readonly DecodedReading[]> => {
    if (record.offset < nextOffset) {
      stage = begin();
      nextOffset = 0;
    }
    for await (const batch of reader.read({ from: nextOffset, until: record.offset })) stage.run(batch);
    nextOffset = record.offset + 1;
    return readingsOf(stage, record);
  };
}

function readingsOf(stage: ReturnType<typeof createDecode>, record: Journalled): readonly DecodedReading[] {
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
