import { createZstdDecompress } from 'node:zlib';
import { sealedBytes } from '../format/seal.ts';

const CHUNK_BYTES = 1024 * 1024;

/** What could be decompressed, and why not all of it could. */
export interface Decompressed {
  readonly bytes: Buffer;
  /** Null when the file is whole. */
  readonly fault: string | null;
}

/** Decompresses a segment as far as it goes: its frames carry checksums of their own, so those before the damage can be trusted. */
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
  // Written before there were seals, a file ends where its zstd frame ends; else what lies behind would be a seal that fits.
  const isRead = stream.bytesWritten === compressed.length;
  fault ??= isRead ? null : 'its seal does not fit: it was altered';
  return { bytes: Buffer.concat(chunks), fault };
}
