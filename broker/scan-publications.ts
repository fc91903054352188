import type { GuardedParser } from './aedes-internals.ts';
import type { KnownTopics } from './known-topics.ts';

/** The content of a PUBLISH packet; message id 0 with QoS 0. */
export interface ScannedPublication {
  readonly topic: string;
  /** A view of the chunk that was read, not a copy. */
  readonly payload: Buffer;
  readonly qos: 0 | 1;
  readonly retain: boolean;
  readonly dup: boolean;
  readonly messageId: number;
}

/**
 * A fast path before the parser: it takes the PUBLISH packets of QoS 0 or 1 that lie complete in one chunk, on a topic
 * on which this connection was allowed to publish before. The parser gets everything else unchanged and in order: other
 * packets, the first packet of each topic, packets that span two chunks, and whatever is malformed or too large. So no
 * rule of the protocol or of permissions is repeated here.
 */
export function scanPublications(
  parser: GuardedParser,
  options: {
    readonly topics: KnownTopics;
    readonly maxPacketBytes: () => number;
    /** Whether packets may be taken at all: false before the connection is authenticated and after it has ended. */
    readonly isOpen: () => boolean;
    readonly take: (publication: ScannedPublication) => void;
    /** Called after a chunk of which at least one packet was taken. */
    readonly onTaken: () => void;
  },
): void {
  const parse = parser.parse;

  /** Takes the packet that begins at offset `at` and returns its end; returns `at` when the parser has to handle it. */
  function takeAt(chunk: Buffer, at: number): number {
    const flags = chunk.readUInt8(at);
    const qos = (flags >> 1) & 0b11;
    if (flags >> 4 !== PUBLISH || qos > 1) return at;
    const start = bodyStart(chunk, at);
    if (start === -1) return at;
    const length = lengthBefore(chunk, at, start);
    const end = start + length;
    if (end > chunk.length || length > options.maxPacketBytes() || length < 2) return at;
    const topicEnd = start + 2 + chunk.readUInt16BE(start);
    const payloadStart = topicEnd + (qos === 1 ? 2 : 0);
    if (payloadStart > end) return at;
    const messageId = qos === 1 ? chunk.readUInt16BE(topicEnd) : 0;
    if (qos === 1 && messageId === 0) return at;
    const topic = options.topics.find(chunk, start + 2, topicEnd);
    if (topic === null) return at;
    const payload = chunk.subarray(payloadStart, end);
    options.take({
      topic,
      payload,
      qos: qos === 1 ? 1 : 0,
      retain: (flags & RETAIN) !== 0,
      dup: (flags & DUP) !== 0,
      messageId,
    });
    return end;
  }

  parser.parse = function (chunk) {
    let at = 0;
    let isTaken = false;
    while (at < chunk.length && options.isOpen()) {
      const end = isBetweenPackets(this) ? takeAt(chunk, at) : at;
      if (end > at) {
        isTaken = true;
        at = end;
      } else {
        const bytes = bytesOfParser(this, chunk, at);
        parse.call(this, chunk.subarray(at, at + bytes));
        at += bytes;
      }
    }
    if (isTaken) options.onTaken();
    return at < chunk.length ? parse.call(this, chunk.subarray(at)) : this._list.length;
  };
}

const PUBLISH = 3;
// MQTT 3.1.1, 3.3.1: flags of the fixed header.
const RETAIN = 0b0001;
const DUP = 0b1000;
// MQTT 3.1.1, 2.2.3: a remaining length has at most four bytes, all but the last with this bit.
const MAX_LENGTH_BYTES = 4;
const MORE = 0x80;

// Values of `_stateCounter` in mqtt-packet's parser: 0 header, 1 length, 2 payload, 3 new packet.
const HEADER_STATE = 0;
const PAYLOAD_STATE = 2;

const isBetweenPackets = (parser: GuardedParser): boolean =>
  parser._stateCounter === HEADER_STATE && parser._list.length === 0;

/**
 * Number of bytes from `at` that the parser gets before the fast path is tried again: the rest of its packet as far as
 * the chunk contains it, or a single byte while the length of the packet is not known.
 */
function bytesOfParser(parser: GuardedParser, chunk: Buffer, at: number): number {
  const here = chunk.length - at;
  if (parser._stateCounter === PAYLOAD_STATE) {
    return Math.min(here, Math.max(1, parser.packet.length - parser._list.length));
  }
  if (!isBetweenPackets(parser)) return 1;
  const start = bodyStart(chunk, at);
  return start === -1 ? here : Math.min(here, start - at + lengthBefore(chunk, at, start));
}

/** Offset at which the body of the packet at `at` begins; -1 when its remaining length is incomplete or invalid. */
function bodyStart(chunk: Buffer, at: number): number {
  for (let end = at + 1; end <= at + MAX_LENGTH_BYTES && end < chunk.length; end++) {
    if ((chunk.readUInt8(end) & MORE) === 0) return end + 1;
  }
  return -1;
}

function lengthBefore(chunk: Buffer, at: number, start: number): number {
  let length = 0;
  for (let index = start - 1; index > at; index--) length = length * MORE + (chunk.readUInt8(index) & ~MORE);
  return length;
}
