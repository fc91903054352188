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

interface Waiter {
  /** Place of its first record among the records of this commit. */
  readonly index: number;
  readonly resolve: (offset: number) => void;
  readonly reject: (error: unknown) => void;
}

/** What has been appended since the last commit began, already coded. */
export class PendingCommit {
  readonly runs: Run[] = [];
  readonly #waiters: Waiter[] = [];
  readonly #spare: ByteArena[];
  recordCount = 0;
  hasAmendment = false;

  /** Takes its memory from `spare` as long as there is some. */
  constructor(spare: ByteArena[]) {
    this.#spare = spare;
  }

  get bytes(): number {
    return this.runs.reduce((sum, run) => sum + run.arena.length, 0);
  }

  /** Codes the records now, so that their owner may reuse them; all of them or, when one has no coded form, none. */
  add(records: readonly JournalRecord[]): Promise<number> {
    const runsBefore = this.runs.length;
    const last = this.runs.at(-1);
    const lastBefore = last && { length: last.arena.length, count: last.recordCount, receivedAt: last.lastReceivedAt };
    try {
      for (const record of records) this.#encode(record);
    } catch (error) {
      this.runs.length = runsBefore;
      if (last && lastBefore) {
        last.arena.length = lastBefore.length;
        last.recordCount = lastBefore.count;
        last.lastReceivedAt = lastBefore.receivedAt;
      }
      return Promise.reject(error);
    }
    const index = this.recordCount;
    this.recordCount += records.length;
    return new Promise((resolve, reject) => this.#waiters.push({ index, resolve, reject }));
  }

  resolve(firstOffset: number): void {
    for (const waiter of this.#waiters) waiter.resolve(firstOffset + waiter.index);
  }

  reject(error: unknown): void {
    for (const waiter of this.#waiters) waiter.reject(error);
  }

  /** Gives its memory back once it is written, or has failed to be. */
  recycle(spare: ByteArena[]): void {
    for (const { arena } of this.runs) {
      if (spare.length >= MOST_SPARE_ARENAS || arena.capacity > MOST_SPARE_BYTES) continue;
      arena.length = 0;
      spare.push(arena);
    }
  }

  #encode(record: JournalRecord): void {
    if (record.kind === 'amendment') this.hasAmendment = true;
    const family = familyOf(record.kind);
    let run = this.runs.at(-1);
    if (!run || run.family !== family || run.arena.length >= MOST_FRAME_BYTES) {
      run = { family, arena: this.#spare.pop() ?? new ByteArena(), recordCount: 0, lastReceivedAt: 0 };
      this.runs.push(run);
    }
    encodeRecord(record, run.arena);
    run.recordCount += 1;
    run.lastReceivedAt = record.receivedAt;
  }
}
