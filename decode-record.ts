import { DIALECTS } from './devices/dialects/dialects.ts';
import { createRegistry } from './devices/registry.ts';
import { createDecode } from './ingest/decode.ts';
import { createNormalise } from './ingest/normalise.ts';
import { openJournalReader } from './journal/reader.ts';
import type { Journalled } from './model/journal-record.ts';
import type { Reading } from './model/reading.ts';

type Decode = (record: Journalled) => readonly Pick<Reading, 'deviceId' | 'channel' | 'observedAt' | 'value'>[];

/** Decodes single records as the pipeline does, under the configuration that held at `offset`. */
export async function decodeRecord(journalDirectory: string, offset: number): Promise<Decode> {
  const registry = createRegistry();
  const reader = openJournalReader({ directory: journalDirectory });
  for await (const { records } of reader.read({ from: 0, until: offset, kinds: 'lasting' })) {
    for (const record of records) if (record.kind === 'config') registry.apply(record.change);
  }
  await reader.close();
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
