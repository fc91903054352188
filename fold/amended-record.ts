import type { Amendment } from '../model/amendment.ts';
import type { JournalReader } from '../model/journal.ts';
import type { Journalled } from '../model/journal-record.ts';
import { readRecord } from './read-record.ts';
import { createShiftClock } from './shift-clock.ts';

/**
 * A record with the clock amendments applied; only the records before each begin and end of a shift are needed for
 * that.
 */
export async function amendedRecord(
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
