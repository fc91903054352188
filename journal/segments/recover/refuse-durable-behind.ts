import { JournalCorruptError } from '../../../model/journal-corrupt-error.ts';
import { decodeFrameHeader, FRAME_HEADER_BYTES, FRAME_MAGIC } from '../format/frame.ts';
import type { SegmentName } from '../format/segment-name.ts';
import { openSegmentSource } from '../read/segment-source.ts';

/**
 * Throws a `JournalCorruptError` when the bytes from `end` are not an incomplete commit. A commit begins only when the
 * one before is durable: a frame of a later commit than `nextOffset`, or with an earlier offset, proves that the
 * corrupt bytes before it had been acknowledged.
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
