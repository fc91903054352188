import {
  chainHash,
  decodeFrameHeader,
  FRAME_HEADER_BYTES,
  FRAME_MAGIC,
  type FrameHeader,
  isOfNewerFormat,
  isPayloadIntact,
} from '../format/frame.ts';
import type { SegmentName } from '../format/segment-name.ts';
import type { SegmentSource } from './segment-source.ts';

interface SoundFrame {
  readonly isSound: true;
  readonly header: FrameHeader;
  /** Bytes [at, endAt) of the segment. */
  readonly at: number;
  readonly endAt: number;
  readonly endOffset: number;
  /** Links of the chain, in hex: what it follows, and its own. */
  readonly previous: string;
  readonly hash: string;
}

interface UnsoundBytes {
  readonly isSound: false;
  readonly detail: string;
  /** From here on another frame can begin. */
  readonly searchFrom: number;
  /** Half-open stretch of offsets that an intact header says was here. */
  readonly claims: { readonly from: number; readonly until: number } | null;
  readonly isCutOff: boolean;
}

export type FrameReading = SoundFrame | UnsoundBytes;

/** A place in a segment, and what is known of it. */
interface Place {
  readonly at: number;
  /** Nothing from here on counts. */
  readonly endAt: number;
  /** Offset behind the frame before: no lower one can come. */
  readonly offset: number;
}

const SEARCH_BYTES = 1024 * 1024;

/** What stands at a place; null at the end of the segment. Throws on a format of the future: that is no damage. */
export async function readFrameAt(
  source: SegmentSource,
  name: SegmentName,
  place: Place,
): Promise<FrameReading | null> {
  const { at, endAt, offset } = place;
  const head = await source.bytes(at, Math.min(FRAME_HEADER_BYTES, endAt - at));
  if (head.length === 0) return null;
  const unsound = (detail: string, rest: Partial<UnsoundBytes> = {}): UnsoundBytes => ({
    isSound: false,
    detail,
    searchFrom: at + 1,
    claims: null,
    isCutOff: false,
    ...rest,
  });
  if (head.length < FRAME_HEADER_BYTES) return unsound('the segment ends inside a frame', { isCutOff: true });
  const header = decodeFrameHeader(head);
  if (typeof header === 'string') {
    if (isOfNewerFormat(head)) throw new Error(`${name.file}: ${header}; start the newer one that wrote it`);
    return unsound(header);
  }
  const endOffset = header.firstOffset + header.recordCount;
  const size = FRAME_HEADER_BYTES + header.payloadBytes;
  const behind = { searchFrom: at + size };
  const claims = { from: header.firstOffset, until: endOffset };
  if (header.family !== name.family) return unsound(`a frame of family ${header.family} does not belong here`, behind);
  if (header.firstOffset < offset || header.recordCount === 0)
    return unsound(`a frame from offset ${header.firstOffset} on does not belong here`, behind);
  const bytes = await source.bytes(at, Math.min(size, endAt - at));
  if (bytes.length < size) return unsound('the segment ends inside a frame', { ...behind, claims, isCutOff: true });
  const payload = bytes.subarray(FRAME_HEADER_BYTES);
  if (!isPayloadIntact(bytes, payload)) return unsound('the checksum of a frame does not match', { ...behind, claims });
  const hash = chainHash(bytes.subarray(0, FRAME_HEADER_BYTES), payload).toString('hex');
  const previous = header.previousHash.toString('hex');
  return { isSound: true, header, at, endAt: at + size, endOffset, previous, hash };
}

/** The first sound frame from a place on; null where there is none. */
export async function searchFrame(source: SegmentSource, name: SegmentName, place: Place): Promise<SoundFrame | null> {
  for (let at = place.at; at < place.endAt; ) {
    const window = await source.bytes(at, Math.min(SEARCH_BYTES, place.endAt - at));
    if (window.length < FRAME_MAGIC.length) return null;
    const found = window.indexOf(FRAME_MAGIC);
    if (found < 0) {
      at += window.length - FRAME_MAGIC.length + 1;
      continue;
    }
    const frame = await readFrameAt(source, name, { ...place, at: at + found });
    if (frame?.isSound) return frame;
    at += found + 1;
  }
  return null;
}

/** Where a segment ends, looked for from a place within it. */
export async function endOfSegment(source: SegmentSource, from: number, endAt: number): Promise<number> {
  for (let at = from; ; ) {
    const { length } = await source.bytes(at, Math.min(SEARCH_BYTES, endAt - at));
    at += length;
    if (length === 0 || at >= endAt) return at;
  }
}
