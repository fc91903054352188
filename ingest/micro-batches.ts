import type { JournalBatch } from '../model/journal-record.ts';

/** What the stages make of so many records fits into the young heap several times over. */
const MOST_RECORDS_A_PIECE = 64;

/**
 * Cuts a part into pieces, which go through the stages one after the other and are written together. What one stage hands to the next is then
 * garbage before the collector looks, instead of being copied while the rest of five thousand records is on its way.
 */
export function microBatches({ records, nextOffset }: JournalBatch): readonly JournalBatch[] {
  if (records.length <= MOST_RECORDS_A_PIECE) return [{ records, nextOffset }];
  const pieces: JournalBatch[] = [];
  for (let from = 0; from < records.length; from += MOST_RECORDS_A_PIECE) {
    const until = from + MOST_RECORDS_A_PIECE;
    pieces.push({ records: records.slice(from, until), nextOffset: records[until]?.offset ?? nextOffset });
  }
  return pieces;
}
