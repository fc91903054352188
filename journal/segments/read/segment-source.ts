import { type FileHandle, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { JournalCorruptError } from '../../../model/journal-corrupt-error.ts';
import type { SegmentName } from '../format/segment-name.ts';
import { decompressSegment } from './decompress-segment.ts';

/** Read size: large enough for a fast replay, small enough that a payload which is kept does not retain much memory. */
const WINDOW_BYTES = 1024 * 1024;

/** The bytes of one segment, compressed or not. */
export interface SegmentSource {
  /**
   * Reads `length` bytes at `position`, fewer at the end of the segment. The buffer is never reused, so it may be kept.
   */
  bytes(position: number, length: number): Promise<Buffer>;
  /** Discards the read-ahead buffer. */
  forget(): void;
  close(): Promise<void>;
}

/**
 * Opens a segment. Rejects with ENOENT when it has been compressed or deleted in the meantime, and with a
 * `JournalCorruptError` when it is compressed and corrupt; if `onFault` is given, it is called instead, and the bytes
 * before the corruption can be read.
 */
export async function openSegmentSource(
  directory: string,
  name: SegmentName,
  onFault?: (detail: string) => void,
): Promise<SegmentSource> {
  const path = join(directory, name.file);
  if (!name.isCompressed) return fileSource(await open(path, 'r'));
  const { bytes, fault } = await decompressSegment(await readFile(path));
  if (fault !== null && !onFault) throw new JournalCorruptError(name.file, name.firstOffset, fault);
  if (fault !== null) onFault?.(fault);
  return {
    bytes: async (position, length) => bytes.subarray(position, position + length),
    forget: () => undefined,
    close: async () => undefined,
  };
}

function fileSource(handle: FileHandle): SegmentSource {
  let windowAt = 0;
  let window: Buffer = Buffer.alloc(0);
  return {
    async bytes(position, length) {
      if (position < windowAt || position + length > windowAt + window.length) {
        window = await readWindow(handle, position, length);
        windowAt = position;
      }
      return window.subarray(position - windowAt, position - windowAt + length);
    },
    forget() {
      window = Buffer.alloc(0);
    },
    close: () => handle.close(),
  };
}

async function readWindow(handle: FileHandle, position: number, atLeast: number): Promise<Buffer> {
  // The file size is queried first, because at the end of the journal a large buffer would be allocated for a few
  // bytes.
  const { size } = await handle.stat();
  const wanted = Math.min(Math.max(atLeast, WINDOW_BYTES), Math.max(0, size - position));
  const buffer = Buffer.allocUnsafeSlow(wanted);
  let filled = 0;
  while (filled < wanted) {
    const { bytesRead } = await handle.read(buffer, filled, wanted - filled, position + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}
