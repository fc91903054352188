import type { EndMark } from '../format/end-mark.ts';
import { FAMILIES, type Family } from '../format/family.ts';
import { chainHash, encodeFrameHeader } from '../format/frame.ts';
import { syncDirectory } from '../format/sync-directory.ts';
import type { Tail } from '../recover/recover-tail.ts';
import type { Run } from './code-runs.ts';
import { SegmentFile } from './segment-file.ts';

/** What a commit changed. */
export interface CommitOutcome {
  readonly addedBytes: number;
  readonly addedSegments: number;
}

/** What somebody else did to a segment while it was written, in a sentence for people. */
export interface Disturbance {
  readonly detail: string;
  /** Records that had been acknowledged are gone. */
  readonly isLoss: boolean;
}

/** Writes runs of records as frames: all of a commit becomes durable, or nothing of it stays. */
export class SegmentWriter {
  readonly #directory: string;
  readonly #segmentBytes: number;
  readonly #onDisturbed: (found: Disturbance) => void;
  readonly #open: Partial<Record<Family, SegmentFile | undefined>> = {};
  /** Segments that failed commits had begun and the disk would not give up. */
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

  /** What somebody else did last to an open segment; empty when nothing. */
  get lastDisturbance(): string {
    return this.#lastDisturbance;
  }

  /** The last of those that cost records; null when none did. */
  get lossDetail(): string | null {
    return this.#lossDetail;
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
      await this.#prepare();
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
    // What cannot be put back now is missed, and told, by the next start: the mark of the end says that it had been there.
    await this.#saveDisturbed().catch(() => undefined);
    await Promise.all(FAMILIES.map((family) => this.#open[family]?.close()));
  }

  /**
   * Before anything is written to either family: stale bytes would stand beside what takes their offsets, and a file that has lost its name
   * would take what nobody can read. What happens to the name while a commit is on its way is found by the next one, and until then the
   * handle has all of it.
   */
  async #prepare(): Promise<void> {
    for (const file of this.#leftovers) {
      await file.discard();
      this.#leftovers.delete(file);
    }
    for (const family of FAMILIES) await this.#open[family]?.clean();
    await this.#saveDisturbed();
  }

  /** A segment that somebody else has touched is closed, whole again where that is possible; the commit begins a new one. */
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

  /** A segment is named by the commit that began it, so that both families' segments of one commit are judged together after a crash. */
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
  'records are lost. End the city, put the file back from a backup, or see "npx citynerve verify --journal"; what is written now is not concerned';

/** Unlike `Promise.all`, leaves nothing running behind a failure: what is taken back next must not be written any more. */
async function allEnded(tasks: readonly Promise<void>[]): Promise<void> {
  for (const outcome of await Promise.allSettled(tasks)) if (outcome.status === 'rejected') throw outcome.reason;
}
