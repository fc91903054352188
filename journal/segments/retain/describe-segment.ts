import { JournalCorruptError } from '../../../model/journal-corrupt-error.ts';
import type { Hole } from '../format/cut-mark.ts';
import { chainHash, decodeFrameHeader, FRAME_HEADER_BYTES, type FrameHeader } from '../format/frame.ts';
import type { SegmentName } from '../format/segment-name.ts';
import { openSegmentSource } from '../read/segment-source.ts';

/** What must be known of a closed segment before retention deletes it. */
export interface SegmentDescription {
  readonly endOffset: number;
  readonly lastReceivedAt: number;
  /** Its ranges of offsets (with records of the other family between them), with the chain hashes at both ends. */
  readonly stretches: readonly Hole[];
}

/** Reads the headers of a closed segment. Throws a `JournalCorruptError` for an invalid one. */
export async function describeSegment(directory: string, name: SegmentName): Promise<SegmentDescription> {
  const source = await openSegmentSource(directory, name);
  const stretches: Hole[] = [];
  let open: { from: number; before: string; last: { at: number; header: FrameHeader } } | null = null;
  const end = (header: FrameHeader): number => header.firstOffset + header.recordCount;
  const finish = async (): Promise<void> => {
    if (!open) return;
    const { at, header } = open.last;
    const frame = await source.bytes(at, FRAME_HEADER_BYTES + header.payloadBytes);
    const after = chainHash(frame.subarray(0, FRAME_HEADER_BYTES), frame.subarray(FRAME_HEADER_BYTES)).toString('hex');
    stretches.push({ from: open.from, until: end(header), before: open.before, after });
  };
  try {
    let at = 0;
    let lastReceivedAt = 0;
    for (;;) {
      const bytes = await source.bytes(at, FRAME_HEADER_BYTES);
      if (bytes.length === 0) break;
      const header = bytes.length < FRAME_HEADER_BYTES ? 'the segment ends inside a frame' : decodeFrameHeader(bytes);
      if (typeof header === 'string') throw new JournalCorruptError(name.file, name.firstOffset, header);
      if (open && end(open.last.header) === header.firstOffset) {
        open.last = { at, header };
      } else {
        await finish();
        open = { from: header.firstOffset, before: header.previousHash.toString('hex'), last: { at, header } };
      }
      lastReceivedAt = header.lastReceivedAt;
      at += FRAME_HEADER_BYTES + header.payloadBytes;
    }
    await finish();
    return { endOffset: stretches.at(-1)?.until ?? name.firstOffset, lastReceivedAt, stretches };
  } finally {
    await source.close();
  }
}
