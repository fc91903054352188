import type { JournalRecord } from '../../../model/journal-record.ts';
import { ByteArena } from '../format/byte-arena.ts';
import { type Family, familyOf } from '../format/family.ts';
import { encodeRecord } from '../format/record-codec.ts';

/** A longer run is split into several frames, because a reader holds a whole frame in memory. */
const MAX_FRAME_BYTES = 4 * 1024 * 1024;

/** Limits of the buffers that are kept for reuse. */
const MAX_SPARE_ARENAS = 4;
const MAX_SPARE_BYTES = 2 * MAX_FRAME_BYTES;

/** Consecutive records of one family, encoded; they are written as one frame. */
export interface Run {
  readonly family: Family;
  readonly arena: ByteArena;
  recordCount: number;
  lastReceivedAt: number;
}

/** Encodes records into runs. */
export interface RunCoder {
  /** Encodes all records; throws a RangeError if one cannot be encoded. */
  code(records: readonly JournalRecord[]): readonly Run[];
  /** Takes back the buffers of finished runs for reuse: allocating memory pages costs more than writing to them. */
  recycle(runs: readonly Run[]): void;
}

/** Creates an encoder with its own pool of buffers. */
export function createRunCoder(): RunCoder {
  const spare: ByteArena[] = [];
  return {
    code(records) {
      const runs: Run[] = [];
      for (const record of records) {
        const family = familyOf(record.kind);
        let run = runs.at(-1);
        if (!run || run.family !== family || run.arena.length >= MAX_FRAME_BYTES) {
          run = { family, arena: spare.pop() ?? new ByteArena(), recordCount: 0, lastReceivedAt: 0 };
          runs.push(run);
        }
        encodeRecord(record, run.arena);
        run.recordCount += 1;
        run.lastReceivedAt = record.receivedAt;
      }
      return runs;
    },
    recycle(runs) {
      for (const { arena } of runs) {
        if (spare.length >= MAX_SPARE_ARENAS || arena.capacity > MAX_SPARE_BYTES) continue;
        arena.length = 0;
        spare.push(arena);
      }
    },
  };
}
