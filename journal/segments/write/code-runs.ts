import type { JournalRecord } from '../../../model/journal-record.ts';
import { ByteArena } from '../format/byte-arena.ts';
import { type Family, familyOf } from '../format/family.ts';
import { encodeRecord } from '../format/record-codec.ts';

/** A longer run is cut into several frames: a reader holds a whole frame in memory. */
const MOST_FRAME_BYTES = 4 * 1024 * 1024;

/** What is kept of the memory of a commit. */
const MOST_SPARE_ARENAS = 4;
const MOST_SPARE_BYTES = 2 * MOST_FRAME_BYTES;

/** Consecutive records of one family: they become one frame. */
export interface Run {
  readonly family: Family;
  readonly arena: ByteArena;
  recordCount: number;
  lastReceivedAt: number;
}

/** Codes records into runs. */
export interface RunCoder {
  /** All of the records; throws when one has no coded form. */
  code(records: readonly JournalRecord[]): readonly Run[];
  /** Takes back the memory of runs that are written or have failed: fresh pages cost more than writing to them. */
  recycle(runs: readonly Run[]): void;
}

export function createRunCoder(): RunCoder {
  const spare: ByteArena[] = [];
  return {
    code(records) {
      const runs: Run[] = [];
      for (const record of records) {
        const family = familyOf(record.kind);
        let run = runs.at(-1);
        if (!run || run.family !== family || run.arena.length >= MOST_FRAME_BYTES) {
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
        if (spare.length >= MOST_SPARE_ARENAS || arena.capacity > MOST_SPARE_BYTES) continue;
        arena.length = 0;
        spare.push(arena);
      }
    },
  };
}
