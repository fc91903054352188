import { readRecord } from '../../fold/read-record.ts';
import type { JournalReader } from '../../model/journal.ts';
import type { Rejected } from '../../model/rejected.ts';
import type { RefusedReading } from '../../model/series-store.ts';

/**
 * Makes entries for the list of rejected values of readings that the store refused; reads their topic from the journal.
 */
export async function refusedByStore(
  reader: JournalReader,
  refused: readonly RefusedReading[],
): Promise<readonly Rejected[]> {
  return Promise.all(
    refused.map(async ({ reading, detail }) => {
      const { offset, deviceId, receivedAt, channel } = reading;
      const record = await readRecord(reader, offset);
      const topic = record?.kind === 'publication' ? record.topic : '';
      return { offset, deviceId, topic, receivedAt, channel, reason: 'refused-by-store', detail } as const;
    }),
  );
}
