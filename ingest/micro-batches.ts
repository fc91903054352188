import type { JournalBatch } from '../model/journal-record.ts';

/** The intermediate objects of this many records fit several times into V8's young generation. */
const MAX_RECORDS = 64;

/**
 * Splits a batch into micro-batches, which pass through the stages one after the other, and whose results are joined
 * again. The intermediate objects between the stages are then garbage before the next minor collection, which would
 * otherwise copy those of up to five thousand records.
 */
export function microBatches({ records, nextOffset }: JournalBatch): readonly JournalBatch[] {
  if (records.length <= MAX_RECORDS) return [{ records, nextOffset }];
  const parts: JournalBatch[] = [];
  for (let from = 0; from < records.length; from += MAX_RECORDS) {
    const until = from + MAX_RECORDS;
    parts.push({ records: records.slice(from, until), nextOffset: records[until]?.offset ?? nextOffset });
  }
  return parts;
}
