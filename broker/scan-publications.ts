import type { GuardedParser } from './aedes-internals.ts';
import type { KnownTopics } from './known-topics.ts';

/** A PUBLISH as it stood on the wire; message id 0 with QoS 0. */
export interface ScannedPublication {
  readonly topic: string;
  /** Shares memory with what was read. */
  readonly payload: Buffer;
  readonly qos: 0 | 1;
  readonly retain: boolean;
  readonly messageId: number;
}

/**
 * Puts a scanner before the parser: it takes the PUBLISH packets that lie whole in one read, of QoS 0 or 1, on a topic on which this
 * connection was let publish before. Everything else (other packets, the first of each topic, what straddles two reads, whatever is
 * malformed, too large or new) the parser gets as before, byte for byte and in its turn; so the scanner knows no rule, only this one shape.
 */
export function scanPublications(
  parser: GuardedParser,
  options: {
    readonly topics: KnownTopics;
    readonly maxPacketBytes: () => number;
    /** Whether packets may be taken at all: false before the connection is let in and after it has ended. */
    readonly isOpen: () => boolean;
    readonly take: (publication: ScannedPublication) => void;
    /** After a read of which something was taken. */
    readonly onTaken: () => void;
  },
): void {
  const parse = parser.parse;

  /** Where the packet at `at` ends when it was taken; `at` when it is the parser's. */
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
    options.take({ topic, payload, qos: qos === 1 ? 1 : 0, retain: (flags & 1) === 1, messageId });
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
// MQTT 3.1.1, 2.2.3: a remaining length has at most four bytes, all but the last with this bit.
const MOST_LENGTH_BYTES = 4;
const MORE = 0x80;

// States of mqtt-packet's parser: header, length, payload, new packet.
const HEADER_STATE = 0;
const PAYLOAD_STATE = 2;

const isBetweenPackets = (parser: GuardedParser): boolean =>
  parser._stateCounter === HEADER_STATE && parser._list.length === 0;

/** How many bytes from `at` the parser is to get before the scanner looks again: the rest of its packet, as far as it is known and here. */
function bytesOfParser(parser: GuardedParser, chunk: Buffer, at: number): number {
  const here = chunk.length - at;
  if (parser._stateCounter === PAYLOAD_STATE) {
    return Math.min(here, Math.max(1, parser.packet.length - parser._list.length));
  }
  if (!isBetweenPackets(parser)) return 1;
  const start = bodyStart(chunk, at);
  return start === -1 ? here : Math.min(here, start - at + lengthBefore(chunk, at, start));
}

/** Where the body of the packet at `at` starts; -1 when its length is not whole or not a length. */
function bodyStart(chunk: Buffer, at: number): number {
  for (let end = at + 1; end <= at + MOST_LENGTH_BYTES && end < chunk.length; end++) {
    if ((chunk.readUInt8(end) & MORE) === 0) return end + 1;
  }
  return -1;
}

function lengthBefore(chunk: Buffer, at: number, start: number): number {
  let length = 0;
  for (let index = start - 1; index > at; index--) length = length * MORE + (chunk.readUInt8(index) & ~MORE);
  return length;
}
