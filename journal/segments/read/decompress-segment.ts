import { createZstdDecompress } from 'node:zlib';
import { sealedBytes } from '../format/seal.ts';

const CHUNK_BYTES = 1024 * 1024;

/** The bytes that could be decompressed, and the problem if these are not all. */
export interface Decompressed {
  readonly bytes: Buffer;
  /** Null: the file is intact. */
  readonly fault: string | null;
}

/** Decompresses a segment as far as possible: frames have checksums, so that those before a corruption can be used. */
export async function decompressSegment(file: Buffer): Promise<Decompressed> {
  const sealed = sealedBytes(file);
  const compressed = sealed ?? file;
  const stream = createZstdDecompress({ chunkSize: CHUNK_BYTES });
  const chunks: Buffer[] = [];
  let fault: string | null = null;
  stream.end(compressed);
  try {
    for await (const chunk of stream) chunks.push(chunk as Buffer);
  } catch (error) {
    fault = `it cannot be decompressed: ${(error as Error).message}`;
  }
  // A file without a seal is from an earlier version and ends with its zstd frame; further bytes would be an invalid
  // seal.
  const isRead = stream.bytesWritten === compressed.length;
  fault ??= isRead ? null : 'its seal does not fit: it was altered';
  return { bytes: Buffer.concat(chunks), fault };
}
