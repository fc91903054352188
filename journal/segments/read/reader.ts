import { setImmediate as nextTurn } from 'node:timers/promises';
import type { JournalReader, JournalReadOptions } from '../../../model/journal.ts';
import { JournalCorruptError } from '../../../model/journal-corrupt-error.ts';
import type { Journalled } from '../../../model/journal-record.ts';
import { NewerVersionError } from '../../../model/newer-version-error.ts';
import { endOfCut, readCutMark } from '../format/cut-mark.ts';
import { FAMILIES } from '../format/family.ts';
import { listSegments } from '../format/list-segments.ts';
import { decodeRecord, recordLength } from '../format/record-codec.ts';
import type { StoredFrame } from './family-cursor.ts';
import { FrameMerge } from './frame-merge.ts';

const DEFAULT_MAX_RECORDS = 4096;
/** Number of kept positions: one for the live fold, one for a lookup of a single record in between. */
const MAX_PARKED = 2;

/**
 * Opens a journal for reading, from any process. Payloads are views of buffers of up to 1 MiB: copy one that is kept
 * for long. A read that continues at the end of an earlier one needs no search. It ends early if the journal ends
 * before `until`, unless that is declared durable. Throws a `JournalCorruptError` on corruption, and for missing
 * records that were not deleted by retention. Between two batches the event loop has its turn: a compressed segment
 * lies in memory as a whole, so that reading it waits for no disk, and nothing else would run until its end.
 */
export function openJournalReader({ directory }: { readonly directory: string }): JournalReader {
  let parked: FrameMerge[] = [];
  let isClosed = false;

  function resume(from: number): FrameMerge {
    const merge = parked.find((place) => place.nextOffset === from);
    parked = parked.filter((place) => place !== merge);
    return merge ?? new FrameMerge(directory, from);
  }

  async function park(merge: FrameMerge, nextOffset: number): Promise<void> {
    await merge.park(nextOffset);
    parked.push(merge);
    if (isClosed || parked.length > MAX_PARKED) await parked.shift()?.close();
  }

  async function* read(options: JournalReadOptions) {
    const { from, until, maxRecords = DEFAULT_MAX_RECORDS, isDurable = false, kinds = 'all' } = options;
    if (isClosed) throw new Error('the journal reader is closed');
    const isWhole = kinds === 'all';
    let merge = isWhole ? resume(from) : new FrameMerge(directory, from, ['lasting']);
    let nextOffset = from;
    let records: Journalled[] = [];
    let isDone = false;

    async function nextFrame(): Promise<StoredFrame | null> {
      if (!isDurable || !isWhole) return (await merge.next(until))?.frame ?? null;
      const found = await merge.next(until).catch(nullIfCorrupt);
      if (found || merge.nextOffset >= until) return found?.frame ?? null;
      // Retried with reopened files: a segment may have been replaced under its name while it was open.
      await merge.close();
      merge = new FrameMerge(directory, merge.nextOffset);
      return (await merge.next(until))?.frame ?? null;
    }

    try {
      for (let frame = await nextFrame(); frame; frame = await nextFrame()) {
        for (const record of decodeFrame(frame)) {
          if (record.offset < nextOffset) continue;
          if (record.offset >= until) break;
          records.push(record);
          nextOffset = record.offset + 1;
          if (records.length < maxRecords) continue;
          yield { records, nextOffset };
          records = [];
          await nextTurn();
        }
      }
      if (records.length > 0) yield { records, nextOffset };
      if (isDurable) await merge.expectNoneBelow(until);
      isDone = true;
    } finally {
      // A position within a frame cannot be kept, because the cursor is already past the frame.
      if (isDone && isWhole && !isClosed && merge.nextOffset <= nextOffset) await park(merge, nextOffset);
      else await merge.close();
    }
  }

  return {
    read,
    async firstOffset() {
      const [mark, segments] = await Promise.all([readCutMark(directory), listSegments(directory)]);
      const firsts = FAMILIES.flatMap((family) => segments[family][0]?.firstOffset ?? []);
      return Math.max(endOfCut(mark), firsts.length > 0 ? Math.min(...firsts) : 0);
    },
    async close() {
      isClosed = true;
      const places = parked;
      parked = [];
      await Promise.all(places.map((merge) => merge.close()));
    },
  };
}

function nullIfCorrupt(error: unknown): null {
  if (error instanceof JournalCorruptError) return null;
  throw error;
}

function* decodeFrame({ segment, header, payload }: StoredFrame): Generator<Journalled> {
  let at = 0;
  for (let offset = header.firstOffset; offset < header.firstOffset + header.recordCount; offset++) {
    let record: Journalled;
    try {
      record = decodeRecord(payload, at, offset);
      at += recordLength(payload, at);
    } catch (error) {
      // A programming error is not a corruption: quarantining bytes would not help.
      if (error instanceof NewerVersionError || error instanceof TypeError || error instanceof ReferenceError)
        throw error;
      throw new JournalCorruptError(segment, offset, error instanceof Error ? error.message : String(error));
    }
    yield record;
  }
}
