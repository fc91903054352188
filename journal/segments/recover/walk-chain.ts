import { JournalCorruptError } from '../../../model/journal-corrupt-error.ts';
import { chainHash, FIRST_HASH, FRAME_HEADER_BYTES } from '../format/frame.ts';
import type { StoredFrame } from '../read/family-cursor.ts';
import { FrameMerge, type MergedFrame } from '../read/frame-merge.ts';

/** The unbroken part of the chain. */
export interface ChainWalk {
  readonly nextOffset: number;
  readonly head: Buffer;
  readonly last: StoredFrame | null;
  /** File name of a segment → where its accepted frames end. */
  readonly ends: ReadonlyMap<string, number>;
  /** The corruption that ended the walk; null: the end of the journal, or a frame that does not match the chain. */
  readonly damage: JournalCorruptError | null;
}

/**
 * Follows the chain from offset `base` (whose previous hash is not checked) to the first invalid or unmatched frame.
 */
export async function walkChain(directory: string, base: number): Promise<ChainWalk> {
  const merge = new FrameMerge(directory, base);
  let head: Buffer = FIRST_HASH;
  let last: StoredFrame | null = null;
  let damage: JournalCorruptError | null = null;
  let refused: StoredFrame | null = null;
  try {
    for (;;) {
      const found: MergedFrame | null = await merge.next(Number.POSITIVE_INFINITY);
      if (!found) break;
      const { frame, hole } = found;
      // After a missing range the chain continues from the recorded hash of its end.
      const isBehindLoss = hole?.until === frame.header.firstOffset;
      const expected: Buffer = isBehindLoss ? Buffer.from(hole.after, 'hex') : head;
      if ((last || isBehindLoss) && !expected.equals(frame.header.previousHash)) {
        refused = frame;
        break;
      }
      head = hashOf(frame);
      last = frame;
    }
  } catch (error) {
    if (!(error instanceof JournalCorruptError)) {
      await merge.close();
      throw error;
    }
    damage = error;
  }
  try {
    const ends = new Map<string, number>();
    for (const { name, position } of await merge.places()) ends.set(name.file, position);
    // The cursor is already past the unmatched frame.
    if (refused) ends.set(refused.segment, (ends.get(refused.segment) ?? 0) - refused.bytes.length);
    return { nextOffset: last?.endOffset ?? base, head, last, ends, damage };
  } finally {
    await merge.close();
  }
}

/** Chain hash of a stored frame. */
export const hashOf = (frame: StoredFrame): Buffer =>
  chainHash(frame.bytes.subarray(0, FRAME_HEADER_BYTES), frame.payload);
