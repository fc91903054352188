import type { JournalBatch, Journalled } from '../model/journal-record.ts';

/**
 * Cuts a batch so that configuration stands only at the front of each part. A fold that reads the registry while it
 * works on a part then sees what held for its records, wherever the journal reader cut.
 */
export function splitAtConfig(batch: JournalBatch): readonly JournalBatch[] {
  const parts: JournalBatch[] = [];
  let records: Journalled[] = [];
  let isPastFront = false;
  for (const record of batch.records) {
    if (record.kind === 'config' && isPastFront) {
      parts.push({ records, nextOffset: record.offset });
      records = [];
      isPastFront = false;
    }
    records.push(record);
    if (record.kind !== 'config') isPastFront = true;
  }
  parts.push({ records, nextOffset: batch.nextOffset });
  return parts;
}
