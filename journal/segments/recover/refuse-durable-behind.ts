import { JournalCorruptError } from '../../../model/journal-corrupt-error.ts';
import { decodeFrameHeader, FRAME_HEADER_BYTES, FRAME_MAGIC } from '../format/frame.ts';
import type { SegmentName } from '../format/segment-name.ts';
import { openSegmentSource } from '../read/segment-source.ts';

/**
 * Throws when the bytes from `end` on are not merely torn. A commit begins only when the one before it is durable: a frame of a commit later
 * than `nextOffset`, or of an offset before it, says that what is damaged here had been acknowledged.
 */
export async function refuseDurableBehind(
  directory: string,
  name: SegmentName,
  end: number,
  nextOffset: number,
): Promise<void> {
  const source = await openSegmentSource(directory, name);
  try {
    const tail = await source.bytes(end, Number.MAX_SAFE_INTEGER - end);
    for (let at = 0; at >= 0 && at + FRAME_HEADER_BYTES <= tail.length; ) {
      const header = decodeFrameHeader(tail.subarray(at, at + FRAME_HEADER_BYTES));
      if (typeof header === 'string') {
        at = tail.indexOf(FRAME_MAGIC, at + 1);
        continue;
      }
      if (header.commitOffset > nextOffset || header.firstOffset < nextOffset) {
        throw new JournalCorruptError(
          name.file,
          nextOffset,
          `durable records from ${header.firstOffset} on lie behind it`,
        );
      }
      at += FRAME_HEADER_BYTES + header.payloadBytes;
    }
  } finally {
    await source.close();
  }
}
