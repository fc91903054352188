import type { Journalled, JournalRecord } from '../../../model/journal-record.ts';
import { NewerVersionError } from '../../../model/newer-version-error.ts';
import type { ByteArena } from './byte-arena.ts';
import { decodePublication, encodePublication, publicationBound } from './publication-codec.ts';

/**
 * Format 1 of a record, little endian:
 *   0 u32 length of the whole record   4 u8 kind   5 u8 format version   6 u8 payload encoding   7 u8 zero
 *   8 f64 receivedAt                  16 f64 wallAt                     24 body
 * The hash chain covers the stored bytes, so that bodies can be encrypted in the future, and made unreadable by
 * deleting a key, without breaking the chain.
 */
const HEAD_BYTES = 24;
const FORMAT_VERSION = 1;
/** 1 is reserved for a body encrypted with the key of its device. */
const ENCODING_PLAIN = 0;

const KIND_CODES = {
  publication: 1,
  action: 2,
  config: 3,
  tick: 4,
  presence: 5,
  gap: 6,
  refusal: 7,
  // Unknown to 0.1.0, which therefore refuses a journal with amendments: it could not apply them.
  amendment: 8,
} as const;
const KINDS = new Map<number, JournalRecord['kind']>(
  (Object.keys(KIND_CODES) as JournalRecord['kind'][]).map((kind) => [KIND_CODES[kind], kind]),
);

/** Encodes a record into the arena; throws a RangeError, and leaves the arena unchanged, if it cannot be encoded. */
export function encodeRecord(record: JournalRecord, arena: ByteArena): void {
  const at = arena.length;
  const bodyAt = at + HEAD_BYTES;
  let buffer: Buffer;
  let end: number;
  if (record.kind === 'publication') {
    buffer = arena.reserve(HEAD_BYTES + publicationBound(record));
    end = encodePublication(record, buffer, bodyAt);
  } else {
    const { kind: _kind, receivedAt: _receivedAt, wallAt: _wallAt, ...rest } = record;
    const body = JSON.stringify(rest);
    buffer = arena.reserve(HEAD_BYTES + body.length * 3);
    end = bodyAt + buffer.write(body, bodyAt, 'utf8');
  }
  buffer.writeUInt32LE(end - at, at);
  buffer[at + 4] = KIND_CODES[record.kind];
  buffer[at + 5] = FORMAT_VERSION;
  buffer[at + 6] = ENCODING_PLAIN;
  buffer[at + 7] = 0;
  buffer.writeDoubleLE(record.receivedAt, at + 8);
  buffer.writeDoubleLE(record.wallAt, at + 16);
  arena.length = end;
}

/** Length of the record at `at`; throws a RangeError if it would exceed the buffer. */
export function recordLength(from: Buffer, at: number): number {
  const length = from.readUInt32LE(at);
  if (length < HEAD_BYTES || at + length > from.length) throw new RangeError('a record reaches beyond its frame');
  return length;
}

/**
 * Decodes the record at `at`; the payload of a publication shares memory with `from`. Throws a `NewerVersionError` for
 * a newer format, and another error for malformed bytes.
 */
export function decodeRecord(from: Buffer, at: number, offset: number): Journalled {
  const end = at + recordLength(from, at);
  const kind = KINDS.get(from.readUInt8(at + 4));
  const version = from.readUInt8(at + 5);
  const encoding = from.readUInt8(at + 6);
  if (kind === undefined || version !== FORMAT_VERSION || encoding !== ENCODING_PLAIN) {
    throw new NewerVersionError(
      `the journal has a record of kind ${from[at + 4]}, format ${version}, encoding ${encoding} at offset ${offset}, which this Citynerve does not know: start the newer Citynerve that wrote it`,
    );
  }
  const receivedAt = from.readDoubleLE(at + 8);
  const wallAt = from.readDoubleLE(at + 16);
  const bodyAt = at + HEAD_BYTES;
  if (kind === 'publication') {
    const body = decodePublication(from, bodyAt, end);
    // Written out instead of a spread: in this hot path of replays, a single object shape is faster.
    return {
      kind,
      receivedAt,
      wallAt,
      deviceId: body.deviceId,
      topic: body.topic,
      payload: body.payload,
      qos: body.qos,
      retain: body.retain,
      dup: body.dup,
      messageId: body.messageId,
      connection: body.connection,
      offset,
    };
  }
  // Not validated: the checksum of the frame is valid, so that the body is what this codec encoded.
  return { ...JSON.parse(from.toString('utf8', bodyAt, end)), kind, receivedAt, wallAt, offset } as Journalled;
}
