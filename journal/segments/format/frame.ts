import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { NewerVersionError } from '../../../model/newer-version-error.ts';
import { FAMILIES, type Family } from './family.ts';

/**
 * Format 1 of a frame, little endian: consecutive records of one family behind a header of 80 bytes.
 *   0 magic `CNJ1`         4 u8 format version   5 u8 family      6 u16 zero           8 u32 payload bytes
 *  12 u32 record count    16 u64 first offset   24 u64 first offset of its commit
 *  32 f64 receivedAt of the last record
 *  40 SHA-256 of the frame before it, over both families   72 u32 crc32 of the payload   76 u32 crc32 of bytes 0 to 75
 */
export const FRAME_HEADER_BYTES = 80;
export const FRAME_MAGIC = Buffer.from('CNJ1', 'latin1');
const FORMAT_VERSION = 1;
const HASH_AT = 40;
const HASH_END = 72;

/** The previous hash of the first frame. */
export const FIRST_HASH: Buffer = Buffer.alloc(32);

/** The decoded header of a frame. */
export interface FrameHeader {
  readonly family: Family;
  readonly payloadBytes: number;
  readonly recordCount: number;
  readonly firstOffset: number;
  /** First offset of its commit; distinguishes an incomplete commit from corruption of durable frames. */
  readonly commitOffset: number;
  readonly lastReceivedAt: number;
  readonly previousHash: Buffer;
}

/** Encodes the header of a payload. */
export function encodeFrameHeader(header: Omit<FrameHeader, 'payloadBytes'>, payload: Buffer): Buffer {
  const bytes = Buffer.alloc(FRAME_HEADER_BYTES);
  FRAME_MAGIC.copy(bytes);
  bytes[4] = FORMAT_VERSION;
  bytes[5] = FAMILIES.indexOf(header.family);
  bytes.writeUInt32LE(payload.length, 8);
  bytes.writeUInt32LE(header.recordCount, 12);
  bytes.writeBigUInt64LE(BigInt(header.firstOffset), 16);
  bytes.writeBigUInt64LE(BigInt(header.commitOffset), 24);
  bytes.writeDoubleLE(header.lastReceivedAt, 32);
  header.previousHash.copy(bytes, HASH_AT);
  bytes.writeUInt32LE(crc32(payload), 72);
  bytes.writeUInt32LE(crc32(bytes.subarray(0, 76)), 76);
  return bytes;
}

/**
 * Decodes a header, or returns a sentence that says what is wrong with it. Throws a `NewerVersionError` for a valid
 * header of another format.
 */
export function decodeFrameHeader(bytes: Buffer): FrameHeader | string {
  if (!bytes.subarray(0, 4).equals(FRAME_MAGIC)) return 'no frame begins here';
  if (bytes.readUInt32LE(76) !== crc32(bytes.subarray(0, 76))) return 'the checksum of a frame header does not match';
  // The checksum is valid, so this is not an incomplete commit, and must not be removed as one.
  if (bytes[4] !== FORMAT_VERSION) {
    throw new NewerVersionError(
      `the journal has frames of format ${bytes[4]}, this Citynerve knows format ${FORMAT_VERSION}: start the newer Citynerve that wrote it`,
    );
  }
  const family = FAMILIES[bytes.readUInt8(5)];
  if (family === undefined) return `family ${bytes[5]} does not exist`;
  return {
    family,
    payloadBytes: bytes.readUInt32LE(8),
    recordCount: bytes.readUInt32LE(12),
    firstOffset: Number(bytes.readBigUInt64LE(16)),
    commitOffset: Number(bytes.readBigUInt64LE(24)),
    lastReceivedAt: bytes.readDoubleLE(32),
    previousHash: bytes.subarray(HASH_AT, HASH_END),
  };
}

/** Whether the payload matches the checksum in the header. */
export const isPayloadIntact = (header: Buffer, payload: Buffer): boolean => header.readUInt32LE(72) === crc32(payload);

/** The hash chain: SHA-256 of header and payload as stored; the header contains the hash of the frame before it. */
export const chainHash = (header: Buffer, payload: Buffer): Buffer =>
  createHash('sha256').update(header).update(payload).digest();

/** Whether these bytes are a valid header of a newer format: then they are not corrupt, and must not be quarantined. */
export const isOfNewerFormat = (bytes: Buffer): boolean =>
  bytes.subarray(0, 4).equals(FRAME_MAGIC) &&
  bytes.readUInt32LE(76) === crc32(bytes.subarray(0, 76)) &&
  bytes.readUInt8(4) > FORMAT_VERSION;
