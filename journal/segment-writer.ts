import type { EndMark } from './end-mark.ts';
import { FAMILIES, type Family } from './family.ts';
import { chainHash, encodeFrameHeader } from './frame.ts';
import type { Run } from './pending-commit.ts';
import type { Tail } from './recover-tail.ts';
import { SegmentFile } from './segment-file.ts';
import { syncDirectory } from './sync-directory.ts';

/** What a commit changed. */
export interface CommitOutcome {
  readonly addedBytes: number;
  readonly addedSegments: number;
}

/** Writes runs of records as frames: all of a commit becomes durable, or nothing of it stays. */
export class SegmentWriter {
  readonly #directory: string;
  readonly #segmentBytes: number;
  readonly #open: Partial<Record<Family, SegmentFile>> = {};
  #chainHead: Buffer;
  #nextOffset: number;
  #lastReceivedAt: number | null;

  constructor(options: { readonly directory: string; readonly segmentBytes: number; readonly tail: Tail }) {
    this.#directory = options.directory;
    this.#segmentBytes = options.segmentBytes;
    this.#chainHead = options.tail.chainHead;
    this.#nextOffset = options.tail.nextOffset;
    this.#lastReceivedAt = options.tail.lastReceivedAt;
  }

  /** Opens the segments that the tail ends in. */
  async resume(open: Tail['open']): Promise<void> {
    for (const family of FAMILIES) {
      const place = open[family];
      if (place) this.#open[family] = await SegmentFile.resume(this.#directory, family, place.firstOffset, place.bytes);
    }
  }

  get nextOffset(): number {
    return this.#nextOffset;
  }

  /** Where it ends, for whoever opens it next. */
  get end(): EndMark {
    return { nextOffset: this.#nextOffset, chainHead: this.#chainHead.toString('hex') };
  }

  get lastReceivedAt(): number | null {
    return this.#lastReceivedAt;
  }

  /** First offset of the segment that a family is written to, or that the next commit would begin: only what lies before it is closed. */
  openSegment(family: Family): number {
    return this.#open[family]?.firstOffset ?? this.#nextOffset;
  }

  async commit(runs: readonly Run[]): Promise<CommitOutcome> {
    const touched = new Map<Family, SegmentFile>();
    const buffers = new Map<Family, Buffer[]>();
    let offset = this.#nextOffset;
    let head = this.#chainHead;
    try {
      for (const { family, arena, recordCount, lastReceivedAt } of runs) {
        // A new segment is begun only with a commit, when all that went before is durable: a torn tail is in the newest segments alone.
        if (!touched.has(family)) touched.set(family, await this.#target(family));
        const payload = arena.bytes();
        const commitOffset = this.#nextOffset;
        const header = { family, recordCount, firstOffset: offset, commitOffset, lastReceivedAt, previousHash: head };
        const headerBytes = encodeFrameHeader(header, payload);
        const parts = buffers.get(family) ?? [];
        parts.push(headerBytes, payload);
        buffers.set(family, parts);
        head = chainHash(headerBytes, payload);
        offset += recordCount;
      }
      await allEnded([...touched].map(([family, file]) => this.#makeDurable(file, buffers.get(family) ?? [])));
      if ([...touched.values()].some((file) => file.durableBytes === 0)) await syncDirectory(this.#directory);
    } catch (error) {
      await this.#rollBack(touched);
      throw error;
    }
    this.#nextOffset = offset;
    this.#chainHead = head;
    this.#lastReceivedAt = runs.at(-1)?.lastReceivedAt ?? this.#lastReceivedAt;
    return this.#settle(touched);
  }

  async close(): Promise<void> {
    await Promise.all(FAMILIES.map((family) => this.#open[family]?.close()));
  }

  /** A segment is named by the commit that began it, so that both families' segments of one commit are judged together after a crash. */
  async #target(family: Family): Promise<SegmentFile> {
    const current = this.#open[family];
    await current?.clean();
    if (current && current.durableBytes < this.#segmentBytes) return current;
    return SegmentFile.create(this.#directory, family, this.#nextOffset);
  }

  async #makeDurable(file: SegmentFile, buffers: readonly Buffer[]): Promise<void> {
    await file.write(buffers);
    await file.sync();
  }

  async #settle(touched: ReadonlyMap<Family, SegmentFile>): Promise<CommitOutcome> {
    let addedBytes = 0;
    let addedSegments = 0;
    const replaced: SegmentFile[] = [];
    // In one go, with nothing awaited: at no moment does a segment that is being written look closed.
    for (const [family, file] of touched) {
      addedBytes += file.settle();
      const before = this.#open[family];
      if (before === file) continue;
      addedSegments += 1;
      this.#open[family] = file;
      if (before) replaced.push(before);
    }
    for (const file of replaced) await file.close();
    return { addedBytes, addedSegments };
  }

  async #rollBack(touched: ReadonlyMap<Family, SegmentFile>): Promise<void> {
    for (const [family, file] of touched) {
      if (file === this.#open[family]) await file.rollBack();
      else await file.discard();
    }
  }
}

/** Unlike `Promise.all`, leaves nothing running behind a failure: what is taken back next must not be written any more. */
async function allEnded(tasks: readonly Promise<void>[]): Promise<void> {
  for (const outcome of await Promise.allSettled(tasks)) if (outcome.status === 'rejected') throw outcome.reason;
}
