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

/** A valid frame. */
interface SoundFrame {
  readonly isSound: true;
  readonly header: FrameHeader;
  /** Bytes [at, endAt) of the segment. */
  readonly at: number;
  readonly endAt: number;
  readonly endOffset: number;
  /** Chain hashes in hex: of the frame before it, and its own. */
  readonly previous: string;
  readonly hash: string;
}

/** Bytes that are not a valid frame. */
interface UnsoundBytes {
  readonly isSound: false;
  readonly detail: string;
  /** Position from which another frame can begin. */
  readonly searchFrom: number;
  /** Half-open range of offsets according to an intact header; null: there is none. */
  readonly claims: { readonly from: number; readonly until: number } | null;
  readonly isCutOff: boolean;
}

/** The result of reading a frame at a position. */
export type FrameReading = SoundFrame | UnsoundBytes;

/** A position in a segment. */
interface Place {
  readonly at: number;
  /** Bytes from here on are ignored. */
  readonly endAt: number;
  /** Offset after the frame before: the offsets of the next frame cannot be lower. */
  readonly offset: number;
}

const SEARCH_BYTES = 1024 * 1024;

/** Reads and checks a frame; null at the end of the segment. Throws for a newer format, which is not a corruption. */
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

/** Searches for the first valid frame from a position; null: there is none. */
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

/** Finds the end of a segment, beginning at a position within it. */
export async function endOfSegment(source: SegmentSource, from: number, endAt: number): Promise<number> {
  for (let at = from; ; ) {
    const { length } = await source.bytes(at, Math.min(SEARCH_BYTES, endAt - at));
    at += length;
    if (length === 0 || at >= endAt) return at;
  }
}
