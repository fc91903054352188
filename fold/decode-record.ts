import { DIALECTS } from '../devices/dialects/dialects.ts';
import type { Mapping } from '../devices/mapping.ts';
import { createDecode } from '../ingest/decode.ts';
import { createNormalise } from '../ingest/normalise.ts';
import type { JournalReader } from '../model/journal.ts';
import type { Journalled } from '../model/journal-record.ts';
import type { Reading } from '../model/reading.ts';
import { registryAt } from './city-fold.ts';

type Decode = (record: Journalled) => readonly Pick<Reading, 'deviceId' | 'channel' | 'observedAt' | 'value'>[];

/** Decodes single records as the pipeline does, under the configuration that held at `offset` and a generation's mapping. */
export async function decodeRecord(reader: JournalReader, offset: number, mapping: Mapping | null): Promise<Decode> {
  const registry = await registryAt(reader, offset, mapping);
  return (record) => {
    const batch = createDecode(registry, DIALECTS).run({ records: [record], nextOffset: record.offset + 1 });
    return createNormalise()
      .run(batch)
      .steps.flatMap(({ values }) => values)
      .map(({ facts, observedAt, value }) => ({
        deviceId: facts.deviceId,
        channel: facts.channel.channel,
        observedAt,
        value,
      }));
  };
}
