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

  get lastReceivedAt(): number | null {
    return this.#lastReceivedAt;
  }

  /** First offset of the segment that a family is written to; everything before it is closed. Null: the next commit begins one. */
  openSegment(family: Family): number | null {
    return this.#open[family]?.firstOffset ?? null;
  }

  async commit(runs: readonly Run[]): Promise<CommitOutcome> {
    const touched = new Map<Family, SegmentFile>();
    const buffers = new Map<Family, Buffer[]>();
    let offset = this.#nextOffset;
    let head = this.#chainHead;
    try {
      for (const { family, arena, recordCount, lastReceivedAt } of runs) {
        // A new segment is begun only with a commit, when all that went before is durable: a torn tail is in the newest segments alone.
        if (!touched.has(family)) touched.set(family, await this.#target(family, offset));
        const payload = arena.bytes();
        const commitOffset = this.#nextOffset;
        const header = { family, recordCount, firstOffset: offset, commitOffset, lastReceivedAt, previousHash: head };
        const frame = [encodeFrameHeader(header, payload), payload];
        buffers.set(family, [...(buffers.get(family) ?? []), ...frame]);
        head = chainHash(frame);
        offset += recordCount;
      }
      await Promise.all([...touched].map(([family, file]) => this.#makeDurable(file, buffers.get(family) ?? [])));
      if ([...touched.values()].some((file) => file.durableBytes === 0)) await syncDirectory(this.#directory);
    } catch (error) {
      await this.#rollBack([...touched.values()]);
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

  async #target(family: Family, offset: number): Promise<SegmentFile> {
    const current = this.#open[family];
    if (current && current.durableBytes < this.#segmentBytes) return current;
    return SegmentFile.create(this.#directory, family, offset);
  }

  async #makeDurable(file: SegmentFile, buffers: readonly Buffer[]): Promise<void> {
    await file.write(buffers);
    await file.sync();
  }

  async #settle(touched: ReadonlyMap<Family, SegmentFile>): Promise<CommitOutcome> {
    let addedBytes = 0;
    let addedSegments = 0;
    for (const [family, file] of touched) {
      addedBytes += file.settle();
      const replaced = this.#open[family];
      if (replaced === file) continue;
      addedSegments += 1;
      this.#open[family] = file;
      await replaced?.close();
    }
    return { addedBytes, addedSegments };
  }

  async #rollBack(files: readonly SegmentFile[]): Promise<void> {
    for (const file of files) await file.rollBack();
  }
}
