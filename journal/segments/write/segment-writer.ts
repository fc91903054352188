import type { EndMark } from '../format/end-mark.ts';
import { FAMILIES, type Family } from '../format/family.ts';
import { chainHash, encodeFrameHeader } from '../format/frame.ts';
import { syncDirectory } from '../format/sync-directory.ts';
import type { Tail } from '../recover/recover-tail.ts';
import type { Run } from './code-runs.ts';
import { SegmentFile } from './segment-file.ts';

/** The changes by a commit. */
export interface CommitOutcome {
  readonly addedBytes: number;
  readonly addedSegments: number;
}

/** A change of the open segment from outside, as a sentence for an operator. */
export interface Disturbance {
  readonly detail: string;
  /** Whether acknowledged records were lost. */
  readonly isLoss: boolean;
}

/** Writes runs of records as frames; a commit is atomic: all of it becomes durable, or nothing remains. */
export class SegmentWriter {
  readonly #directory: string;
  readonly #segmentBytes: number;
  readonly #onDisturbed: (found: Disturbance) => void;
  readonly #open: Partial<Record<Family, SegmentFile | undefined>> = {};
  /** Segments of failed commits that could not be removed yet. */
  readonly #leftovers = new Set<SegmentFile>();
  #chainHead: Buffer;
  #nextOffset: number;
  #lastReceivedAt: number | null;
  #lastDisturbance = '';
  #lossDetail: string | null = null;

  constructor(options: {
    readonly directory: string;
    readonly segmentBytes: number;
    readonly tail: Tail;
    readonly onDisturbed: (found: Disturbance) => void;
  }) {
    this.#onDisturbed = options.onDisturbed;
    this.#directory = options.directory;
    this.#segmentBytes = options.segmentBytes;
    this.#chainHead = options.tail.chainHead;
    this.#nextOffset = options.tail.nextOffset;
    this.#lastReceivedAt = options.tail.lastReceivedAt;
  }

  /** Opens the segments at the end of the journal. */
  async resume(open: Tail['open']): Promise<void> {
    for (const family of FAMILIES) {
      const place = open[family];
      if (place) this.#open[family] = await SegmentFile.resume(this.#directory, family, place.firstOffset, place.bytes);
    }
  }

  get nextOffset(): number {
    return this.#nextOffset;
  }

  /** The end mark of the journal. */
  get end(): EndMark {
    return { nextOffset: this.#nextOffset, chainHead: this.#chainHead.toString('hex') };
  }

  get lastReceivedAt(): number | null {
    return this.#lastReceivedAt;
  }

  /** The last change of an open segment from outside; empty: none. */
  get lastDisturbance(): string {
    return this.#lastDisturbance;
  }

  /** The last one in which records were lost; null: none. */
  get lossDetail(): string | null {
    return this.#lossDetail;
  }

  /** First offset of the open segment of a family, or of the next one: segments before it are closed. */
  openSegment(family: Family): number {
    return this.#open[family]?.firstOffset ?? this.#nextOffset;
  }

  async commit(runs: readonly Run[]): Promise<CommitOutcome> {
    const touched = new Map<Family, SegmentFile>();
    const buffers = new Map<Family, Buffer[]>();
    let offset = this.#nextOffset;
    let head = this.#chainHead;
    try {
      await this.#prepare();
      for (const { family, arena, recordCount, lastReceivedAt } of runs) {
        // A segment is begun only by a commit, when everything before is durable, so that an incomplete commit can only
        // be in the newest segments.
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
    // If a segment cannot be restored now, the next start finds it missing by the end mark, and reports it.
    await this.#saveDisturbed().catch(() => undefined);
    await Promise.all(FAMILIES.map((family) => this.#open[family]?.close()));
  }

  /**
   * Removes the remains of failed commits, and replaces segments that were changed from outside, before anything is
   * written: stale bytes would have the same offsets as new ones, and a deleted file cannot be read by others. A change
   * during a commit is found by the next one; until then the open handle has all bytes.
   */
  async #prepare(): Promise<void> {
    for (const file of this.#leftovers) {
      await file.discard();
      this.#leftovers.delete(file);
    }
    for (const family of FAMILIES) await this.#open[family]?.clean();
    await this.#saveDisturbed();
  }

  /** Closes a segment that was changed from outside, and restores it if possible; the next commit begins a new one. */
  async #saveDisturbed(): Promise<void> {
    for (const family of FAMILIES) {
      const file = this.#open[family];
      const fate = file?.fate() ?? 'sound';
      if (!file || fate === 'sound') continue;
      const found = fate === 'gone' ? await putBack(file) : cut(file);
      this.#open[family] = undefined;
      await file.close();
      this.#lastDisturbance = found.detail;
      if (found.isLoss) this.#lossDetail = found.detail;
      this.#onDisturbed(found);
    }
  }

  /**
   * A segment is named by the commit that began it, so that a recovery checks the segments of both families together.
   */
  async #target(family: Family): Promise<SegmentFile> {
    const current = this.#open[family];
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
    // Without `await` in between, so that an open segment never appears to be closed.
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
      else await file.discard().catch(() => this.#leftovers.add(file));
    }
  }
}

async function putBack(file: SegmentFile): Promise<Disturbance> {
  const { bytes, keptAs } = await file.putBack();
  const isLoss = bytes < file.durableBytes;
  const rest = isLoss ? `only ${bytes} of its ${file.durableBytes} bytes were left, ${ADVICE}` : 'no record is lost';
  const kept = keptAs === null ? '' : `; what lay under its name is kept as ${keptAs}`;
  return {
    detail: `${file.name} was removed or replaced while it was written, and put back from the open file: ${rest}${kept}`,
    isLoss,
  };
}

const cut = (file: SegmentFile): Disturbance => ({
  detail: `${file.name} was shortened while it was written (it had ${file.durableBytes} bytes): ${ADVICE}`,
  isLoss: true,
});

const ADVICE =
  'records are lost. End the city, put the file back from a backup, or see verify --journal in docs/operators.md; what is written now is not concerned';

/** Unlike `Promise.all`, waits for all tasks also after a failure, because a rollback must not overlap with a write. */
async function allEnded(tasks: readonly Promise<void>[]): Promise<void> {
  for (const outcome of await Promise.allSettled(tasks)) if (outcome.status === 'rejected') throw outcome.reason;
}
