import type { JournalBatch, Journalled } from '../model/journal-record.ts';

/**
 * Splits a batch so that config records are only at the start of each part. All stages of a part then see the
 * configuration that applies to its other records, independent of the batch boundaries of the journal reader.
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
