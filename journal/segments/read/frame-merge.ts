import { JournalCorruptError } from '../../../model/journal-corrupt-error.ts';
import type { Hole } from '../format/cut-mark.ts';
import { FAMILIES, type Family } from '../format/family.ts';
import { readGaps } from '../format/loss-mark.ts';
import { FamilyCursor, type StoredFrame } from './family-cursor.ts';

/** The next frame, and the range of missing records (deleted or lost) just before it. */
export interface MergedFrame {
  readonly frame: StoredFrame;
  readonly hole: Hole | null;
}

/**
 * Merges the frames of both families in the order of their offsets. Offsets are dense, so the frame with the next
 * offset is the next one, without a look at the other family. A missing offset must have been deleted or recorded as
 * lost.
 */
export class FrameMerge {
  readonly #directory: string;
  readonly #isPartial: boolean;
  #cursors: FamilyCursor[];
  #nextOffset: number;

  /** With only one of the families, missing offsets are expected. */
  constructor(directory: string, fromOffset: number, families: readonly Family[] = FAMILIES) {
    this.#directory = directory;
    this.#isPartial = families.length < FAMILIES.length;
    this.#cursors = families.map((family) => new FamilyCursor(directory, family, fromOffset));
    this.#nextOffset = fromOffset;
  }

  /** Offset after the last frame that was returned. */
  get nextOffset(): number {
    return this.#nextOffset;
  }

  /** The position of each family: before its next frame, or before a corruption. */
  async places(): Promise<readonly NonNullable<FamilyCursor['place']>[]> {
    for (const cursor of this.#cursors) {
      await cursor.peek().catch((error: unknown) => {
        if (!(error instanceof JournalCorruptError)) throw error;
      });
    }
    return this.#cursors.map((cursor) => cursor.place).filter((place) => place !== null);
  }

  /** The next frame with a record below `until`; null where there is none. */
  async next(until: number): Promise<MergedFrame | null> {
    if (this.#nextOffset >= until) return null;
    for (let attempt = 0; ; attempt++) {
      const found = await this.#find();
      if (!found) return null;
      const { cursor, frame } = found;
      if (frame.header.firstOffset >= until) return null;
      const isNext = frame.header.firstOffset <= this.#nextOffset;
      const hole = isNext || this.#isPartial ? null : await this.#explain(frame.header.firstOffset);
      if (isNext || this.#isPartial || hole) return { frame: this.#take(cursor, frame), hole: hole ?? null };
      // Retried once: the other family may have been read just before its frame was written.
      if (attempt > 0) throw this.#gap(frame, frame.header.firstOffset);
    }
  }

  /**
   * Throws a `JournalCorruptError` where durable records below `until` are missing without being deleted or recorded
   * lost.
   */
  async expectNoneBelow(until: number): Promise<void> {
    if (this.#isPartial || this.#nextOffset >= until || (await this.#explain(until))) return;
    const found = await this.#find();
    throw this.#gap(found?.frame ?? null, until);
  }

  /** Keeps the positions for a later read from `fromOffset`. */
  async park(fromOffset: number): Promise<void> {
    this.#nextOffset = fromOffset;
    await Promise.all(this.#cursors.map((cursor) => cursor.park(fromOffset)));
  }

  async close(): Promise<void> {
    await Promise.all(this.#cursors.map((cursor) => cursor.close()));
  }

  async #find(): Promise<{ cursor: FamilyCursor; frame: StoredFrame } | null> {
    let lowest: { cursor: FamilyCursor; frame: StoredFrame } | null = null;
    let damage: unknown = null;
    for (const cursor of this.#cursors) {
      // A corruption in one family is thrown only after all earlier frames of the other family have been returned.
      const frame = await cursor.peek().catch((error: unknown) => {
        damage ??= error;
        return null;
      });
      if (!frame) continue;
      if (frame.header.firstOffset <= this.#nextOffset) return { cursor, frame };
      if (!lowest || frame.header.firstOffset < lowest.frame.header.firstOffset) lowest = { cursor, frame };
    }
    if (damage) throw damage;
    return lowest;
  }

  #take(cursor: FamilyCursor, frame: StoredFrame): StoredFrame {
    cursor.advance();
    this.#nextOffset = frame.endOffset;
    // The family of the last frame is tried first, because it most likely has the next one.
    if (this.#cursors[0] !== cursor) this.#cursors = [cursor, ...this.#cursors.filter((other) => other !== cursor)];
    return frame;
  }

  async #explain(until: number): Promise<Hole | undefined> {
    const from = this.#nextOffset;
    return (await readGaps(this.#directory)).find((gap) => gap.from <= from && until <= gap.until);
  }

  #gap(behind: StoredFrame | null, until: number): JournalCorruptError {
    const place = this.#cursors[0]?.place?.name.file ?? '';
    const where = behind ? 'before it' : 'at the end of the journal';
    const detail = `records ${this.#nextOffset} to ${until - 1} are missing ${where}`;
    return new JournalCorruptError(behind?.segment ?? place, this.#nextOffset, detail);
  }
}
