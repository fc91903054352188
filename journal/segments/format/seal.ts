import { crc32 } from 'node:zlib';

/** Magic of a zstd frame that every decoder skips, the length of its content, and the crc32 of all that lies before it. */
const MAGIC = 0x184d2a53;
const CONTENT_BYTES = 4;
const SEAL_BYTES = 12;

/** What stands behind a compressed segment: zstd's own checksum leaves some bits unprotected, this one none. */
export function sealOf(crc: number): Buffer {
  const seal = Buffer.alloc(SEAL_BYTES);
  seal.writeUInt32LE(MAGIC, 0);
  seal.writeUInt32LE(CONTENT_BYTES, 4);
  seal.writeUInt32LE(crc, 8);
  return seal;
}

/** The compressed bytes before a seal that fits them; null where there is no such seal. */
export function sealedBytes(file: Buffer): Buffer | null {
  const end = file.length - SEAL_BYTES;
  if (end < 0) return null;
  const bytes = file.subarray(0, end);
  return file.subarray(end).equals(sealOf(crc32(bytes))) ? bytes : null;
}
