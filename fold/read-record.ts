import type { JournalReader } from '../model/journal.ts';
import type { Journalled } from '../model/journal-record.ts';

/** The record at one offset; null: the journal does not have it (any more). */
export async function readRecord(reader: JournalReader, offset: number): Promise<Journalled | null> {
  for await (const { records } of reader.read({ from: offset, until: offset + 1, maxRecords: 1 })) {
    const record = records.find((candidate) => candidate.offset === offset);
    if (record) return record;
  }
  return null;
}
