import { crc32 } from 'node:zlib';

/**
 * A seal is a skippable zstd frame (RFC 8878, 3.1.2): magic, length of its content, and crc32 of all bytes before it.
 */
const MAGIC = 0x184d2a53;
const CONTENT_BYTES = 4;
const SEAL_BYTES = 12;

/** The seal after a compressed segment: unlike zstd's own checksum, it covers every bit of the file. */
export function sealOf(crc: number): Buffer {
  const seal = Buffer.alloc(SEAL_BYTES);
  seal.writeUInt32LE(MAGIC, 0);
  seal.writeUInt32LE(CONTENT_BYTES, 4);
  seal.writeUInt32LE(crc, 8);
  return seal;
}

/** The compressed bytes before a valid seal; null: the file has none. */
export function sealedBytes(file: Buffer): Buffer | null {
  const end = file.length - SEAL_BYTES;
  if (end < 0) return null;
  const bytes = file.subarray(0, end);
  return file.subarray(end).equals(sealOf(crc32(bytes))) ? bytes : null;
}
