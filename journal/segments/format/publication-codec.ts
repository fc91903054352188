import type { PublicationRecord } from '../../../model/journal-record.ts';

/** Bytes of a body that do not depend on its content: flags, packet identifier, connection, two text lengths. */
const FIXED_BYTES = 1 + 2 + 6 + 2 + 2;
const MAX_TEXT_BYTES = 0xffff;
const QOS_MASK = 0b011;
const RETAIN_FLAG = 0b100;
/** Not set up to version 0.2.0, which passes over it when it reads. */
const DUP_FLAG = 0b1000;

type Body = Omit<PublicationRecord, 'kind' | 'receivedAt' | 'wallAt'>;

/** Upper bound of the encoded size, cheap to compute: UTF-8 needs at most three bytes per UTF-16 code unit. */
export const publicationBound = (body: Body): number =>
  FIXED_BYTES + (body.deviceId.length + body.topic.length) * 3 + body.payload.length;

/**
 * Encodes the body at `at` and returns its end. The buffer must have room for `publicationBound` bytes. Throws a
 * RangeError for a text of more than 65,535 bytes.
 */
export function encodePublication(body: Body, into: Buffer, at: number): number {
  into[at] = body.qos | (body.retain ? RETAIN_FLAG : 0) | (body.dup ? DUP_FLAG : 0);
  into.writeUInt16LE(body.messageId, at + 1);
  into.writeUIntLE(body.connection, at + 3, 6);
  let end = encodeText(body.deviceId, into, at + 9);
  end = encodeText(body.topic, into, end);
  into.set(body.payload, end);
  return end + body.payload.length;
}

/** Decodes a body; the payload shares memory with `from`. Throws a RangeError for malformed bytes. */
export function decodePublication(from: Buffer, at: number, end: number): Body {
  const flags = from.readUInt8(at);
  const deviceAt = at + 11;
  const deviceEnd = deviceAt + from.readUInt16LE(at + 9);
  const topicAt = deviceEnd + 2;
  const topicEnd = topicAt + from.readUInt16LE(deviceEnd);
  if (topicEnd > end) throw new RangeError('a text reaches beyond its record');
  return {
    deviceId: from.toString('utf8', deviceAt, deviceEnd),
    topic: from.toString('utf8', topicAt, topicEnd),
    payload: from.subarray(topicEnd, end),
    qos: qosOf(flags & QOS_MASK),
    retain: (flags & RETAIN_FLAG) !== 0,
    dup: (flags & DUP_FLAG) !== 0,
    messageId: from.readUInt16LE(at + 1),
    connection: from.readUIntLE(at + 3, 6),
  };
}

function encodeText(text: string, into: Buffer, at: number): number {
  const bytes = into.write(text, at + 2, 'utf8');
  if (bytes > MAX_TEXT_BYTES) throw new RangeError(`a text of ${bytes} bytes is longer than ${MAX_TEXT_BYTES}`);
  into.writeUInt16LE(bytes, at);
  return at + 2 + bytes;
}

function qosOf(value: number): 0 | 1 | 2 {
  if (value === 0 || value === 1 || value === 2) return value;
  throw new RangeError(`quality of service ${value} does not exist`);
}
